// Control characters but tab and line feed: with these a vendor's text could steer the terminal.
const controls = /[^\P{Cc}\t\n]/gu;

/** Text from outside, without what a terminal would take for an order. */
export function printable(text: string): string {
  return text.replace(controls, '');
}
