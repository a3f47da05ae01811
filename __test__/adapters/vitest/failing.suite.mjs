import { trackGC } from 'gc-tracker';
import { expect, test } from 'vitest';
import { add, Order } from './store.mjs';

const sessions = new Map();

class Session {}

function login(user) {
  const session = new Session();
  sessions.set(user, session);
  return trackGC(session, undefined, { label: user });
}

test('a session ends', async () => {
  const tracked = login('ada');
  await expect(tracked).toBeCollected();
});

test('a login leaves nothing behind', async () => {
  await expect((track) => {
    sessions.set('bob', track(new Session(), 'bob'));
  }).not.toLeak();
});

test('a session goes on', async () => {
  const tracked = login('cy');
  sessions.delete('cy');
  await expect(tracked).not.toBeCollected();
});

test('a login leaves something behind', async () => {
  await expect((track) => {
    track(new Session());
  }).toLeak();
});

test('an order is forgotten', async () => {
  await expect((track) => add(track(new Order(), 'order'))).not.toLeak();
});
