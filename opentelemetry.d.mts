export * from './opentelemetry.js';

declare const opentelemetry: typeof import('./opentelemetry.js');
export default opentelemetry;
