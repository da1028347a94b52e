/** Returns the registered media type of an image in lower case. Vendors compare it with a list without aliases. */
export function normalizeImageType(mediaType: string): string {
  const type = mediaType.toLowerCase();
  return type === 'image/jpg' || type === 'image/pjpeg' ? 'image/jpeg' : type;
}
