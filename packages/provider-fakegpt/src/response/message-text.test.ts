import { describe, expect, it } from 'vitest';

import { MessageText } from './message-text.ts';

function readAll(
  text: MessageText,
  ...snapshots: readonly string[]
): readonly (string | undefined)[] {
  return snapshots.map((snapshot) => text.read(snapshot));
}

function createContinuation(before: string): MessageText {
  const text = new MessageText();
  text.read(before);
  text.startContinuation();
  return text;
}

describe('MessageText', () => {
  it('returns the added text of each snapshot', () => {
    expect(readAll(new MessageText(), '', 'Te', 'Te', 'Teal')).toEqual(['', 'Te', '', 'al']);
  });

  it('returns nothing for a shorter snapshot and continues after it', () => {
    const text = new MessageText();
    expect(readAll(text, 'Teal', 'Te')).toEqual(['Teal', '']);
    expect(text.hasShrunk).toBe(true);
    expect(readAll(text, 'Teal is')).toEqual([' is']);
    expect(text.hasShrunk).toBe(false);
  });

  it('ignores removed white space at the end', () => {
    const text = new MessageText();
    readAll(text, 'Teal. \n', 'Teal.');
    expect(text.hasShrunk).toBe(false);
  });

  it('detects a changed text', () => {
    expect(readAll(new MessageText(), 'Teal', 'Blue')).toEqual(['Teal', undefined]);
    expect(readAll(new MessageText(), 'Teal', 'Tea time')).toEqual(['Teal', undefined]);
  });

  it('starts a new message', () => {
    const text = new MessageText();
    text.read('Teal');
    text.startMessage();
    expect(readAll(text, 'Blue')).toEqual(['Blue']);
  });
});

describe('MessageText in a continuation', () => {
  it('returns only the text after a repetition', () => {
    const text = createContinuation('Once upon');
    expect(readAll(text, '', 'Once', 'Once upon', 'Once upon a', 'Once upon a time')).toEqual([
      '',
      '',
      '',
      ' a',
      ' time',
    ]);
    expect(text.flush()).toBe('');
    expect(text.fullText).toBe('Once upon a time');
  });

  it('appends a text that is not a repetition', () => {
    const text = createContinuation('Once upon');
    expect(readAll(text, '', 'On', 'On and')).toEqual(['', '', 'On and']);
    expect(text.fullText).toBe('Once uponOn and');
  });

  it('appends a text that ends as a partial repetition', () => {
    const text = createContinuation('Once upon');
    expect(readAll(text, '', 'Once')).toEqual(['', '']);
    expect(text.flush()).toBe('Once');
    expect(text.fullText).toBe('Once uponOnce');
  });

  it('adds nothing for a complete repetition', () => {
    const text = createContinuation('Once upon');
    expect(readAll(text, 'Once', 'Once upon')).toEqual(['', '']);
    expect(text.flush()).toBe('');
    expect(text.fullText).toBe('Once upon');
  });

  it('adds nothing for a continuation without text', () => {
    const text = createContinuation('Once upon');
    expect(text.flush()).toBe('');
    expect(text.fullText).toBe('Once upon');
  });

  it('detects a changed text after a repetition is ruled out', () => {
    expect(readAll(createContinuation('Once'), 'Once upon', 'Twice')).toEqual([' upon', undefined]);
    expect(readAll(createContinuation('Once'), 'Two', 'Three')).toEqual(['Two', undefined]);
  });

  it('compares a second continuation with the complete text', () => {
    const text = createContinuation('One ');
    readAll(text, 'two ');
    text.startContinuation();
    expect(readAll(text, 'One two ', 'One two three')).toEqual(['', 'three']);
    text.startContinuation();
    expect(readAll(text, 'four')).toEqual(['four']);
    expect(text.fullText).toBe('One two threefour');
  });
});
