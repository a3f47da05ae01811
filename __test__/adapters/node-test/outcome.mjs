// A reporter: one line of JSON a test, in the order of their ends.

export default async function* outcome(source) {
  for await (const { type, data } of source) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    if (data.details.type === 'suite') continue;
    yield `${JSON.stringify([data.name, type === 'test:fail' ? said(data.details) : passed(data)])}\n`;
  }
}

const passed = ({ skip }) => (skip ? 'skipped' : 'passed');

/** The first line of the message, without what differs from run to run. */
function said({ error }) {
  const message = String(error.cause?.message ?? error.cause ?? error.message);
  return message.split('\n')[0].replace(/ \(.*/, '');
}
