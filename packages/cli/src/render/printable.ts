// C0 without tab and line feed, DEL, C1: with these a vendor's text could steer the terminal.
// oxlint-disable-next-line no-control-regex
const controls = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/g;

/** Text from outside, without what a terminal would take for an order. */
export function printable(text: string): string {
  return text.replace(controls, '');
}
