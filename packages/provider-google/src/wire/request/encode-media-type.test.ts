import { expect, it } from 'vitest';

import { encodeMediaType } from './encode-media-type.ts';

const other = { type: 'base64', base64: 'YQ==' } as const;
const png = { type: 'base64', base64: 'iVBORw0KGgo=' } as const;

it.each([
  ['image/jpg', 'image/jpeg'],
  ['IMAGE/JPEG', 'image/jpeg'],
  ['image/webp', 'image/webp'],
  ['application/json', 'text/plain'],
  ['application/json; charset=utf-8', 'text/plain'],
  ['application/ld+json', 'text/plain'],
  ['application/yaml', 'text/plain'],
  ['text/markdown;charset=UTF-8', 'text/markdown'],
  ['application/pdf', 'application/pdf'],
  ['audio/L16;rate=24000', 'audio/L16;rate=24000'],
  ['video/mp4', 'video/mp4'],
])('returns %s as %s', (mediaType, expected) => {
  expect(encodeMediaType({ data: other, mediaType })).toBe(expected);
});

it('returns the type of the bytes of an image', () => {
  expect(encodeMediaType({ data: png, mediaType: 'image/jpeg' })).toBe('image/png');
  expect(encodeMediaType({ data: png, mediaType: undefined })).toBe('image/png');
  expect(encodeMediaType({ data: png, mediaType: 'application/pdf' })).toBe('application/pdf');
});

it('returns the type of an address', () => {
  const data = { type: 'url', url: new URL('https://example.com/a.jpg') } as const;
  expect(encodeMediaType({ data, mediaType: 'image/jpg' })).toBe('image/jpeg');
  expect(encodeMediaType({ data, mediaType: undefined })).toBeUndefined();
});
