const words = {
  english:
    'the actor who learns every part in silence and waits in the wings for the evening '.split(' '),
  russian: 'дублёр знает каждую роль наизусть и ждёт за кулисами того самого вечера '.split(' '),
};

/** Words with line breaks and quotes, always the same, cut to a length. */
export function sampleText(language: keyof typeof words, length: number): string {
  const known = words[language];
  let text = '';
  for (let index = 0; text.length < length; index += 1) {
    const word = known[(index * 7 + (index >> 3)) % known.length] ?? '';
    const quoted = index % 23 === 0 ? `"${word}"` : word;
    text += quoted + (index % 31 === 30 ? '\n' : ' ');
  }
  return text.slice(0, length);
}
