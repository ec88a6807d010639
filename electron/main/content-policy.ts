/** What the page may load and do, sent as a header with every answer of `app://`. */

const directives = {
  "default-src": "'none'",
  "script-src": "'self'",
  // CodeMirror, react-aria and sonner put style tags in; a style cannot run code, and nothing can be sent anywhere.
  "style-src": "'self' 'unsafe-inline'",
  "font-src": "'self'",
  "img-src": "'self' blob: data:",
  "connect-src": "'none'",
  "frame-src": "'none'",
  "object-src": "'none'",
  "base-uri": "'none'",
  "form-action": "'none'",
  "worker-src": "'self'",
  "frame-ancestors": "'none'",
};

export const contentSecurityPolicy = Object.entries(directives)
  .map(([name, value]) => `${name} ${value}`)
  .join("; ");
