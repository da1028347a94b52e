import { describe, expect, it } from 'vitest';

import { MessageText } from './message-text.ts';

function follow(
  text: MessageText,
  ...snapshots: readonly string[]
): readonly (string | undefined)[] {
  return snapshots.map((snapshot) => text.read(snapshot));
}

function continued(before: string): MessageText {
  const text = new MessageText();
  text.read(before);
  text.startContinue();
  return text;
}

describe('MessageText', () => {
  it('gives what each snapshot adds', () => {
    expect(follow(new MessageText(), '', 'Te', 'Te', 'Teal')).toEqual(['', 'Te', '', 'al']);
  });

  it('waits when a snapshot is shorter, and goes on where it was', () => {
    const text = new MessageText();
    expect(follow(text, 'Teal', 'Te')).toEqual(['Teal', '']);
    expect(text.shrunk).toBe(true);
    expect(follow(text, 'Teal is')).toEqual([' is']);
    expect(text.shrunk).toBe(false);
  });

  it('does not mind blanks taken back from the end', () => {
    const text = new MessageText();
    follow(text, 'Teal. \n', 'Teal.');
    expect(text.shrunk).toBe(false);
  });

  it('knows a text that was changed', () => {
    expect(follow(new MessageText(), 'Teal', 'Blue')).toEqual(['Teal', undefined]);
    expect(follow(new MessageText(), 'Teal', 'Tea time')).toEqual(['Teal', undefined]);
  });

  it('starts anew with a new message', () => {
    const text = new MessageText();
    text.read('Teal');
    text.startMessage();
    expect(follow(text, 'Blue')).toEqual(['Blue']);
  });
});

describe('MessageText in a continue', () => {
  it('gives only what is beyond a repetition', () => {
    const text = continued('Once upon');
    expect(follow(text, '', 'Once', 'Once upon', 'Once upon a', 'Once upon a time')).toEqual([
      '',
      '',
      '',
      ' a',
      ' time',
    ]);
    expect(text.settle()).toBe('');
    expect(text.whole).toBe('Once upon a time');
  });

  it('appends a text that starts anew, from where it is known to', () => {
    const text = continued('Once upon');
    expect(follow(text, '', 'On', 'On and')).toEqual(['', '', 'On and']);
    expect(text.whole).toBe('Once uponOn and');
  });

  it('appends a text that ends while it might still be a repetition', () => {
    const text = continued('Once upon');
    expect(follow(text, '', 'Once')).toEqual(['', '']);
    expect(text.settle()).toBe('Once');
    expect(text.whole).toBe('Once uponOnce');
  });

  it('adds nothing for a text that ends as a whole repetition', () => {
    const text = continued('Once upon');
    expect(follow(text, 'Once', 'Once upon')).toEqual(['', '']);
    expect(text.settle()).toBe('');
    expect(text.whole).toBe('Once upon');
  });

  it('adds nothing for a continue without any text', () => {
    const text = continued('Once upon');
    expect(text.settle()).toBe('');
    expect(text.whole).toBe('Once upon');
  });

  it('knows a changed text once it is decided', () => {
    expect(follow(continued('Once'), 'Once upon', 'Twice')).toEqual([' upon', undefined]);
    expect(follow(continued('Once'), 'Two', 'Three')).toEqual(['Two', undefined]);
  });

  it('compares a second continue with all that was given', () => {
    const text = continued('One ');
    follow(text, 'two ');
    text.startContinue();
    expect(follow(text, 'One two ', 'One two three')).toEqual(['', 'three']);
    text.startContinue();
    expect(follow(text, 'four')).toEqual(['four']);
    expect(text.whole).toBe('One two threefour');
  });
});
