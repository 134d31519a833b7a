const TAGS_MAX = 20;
const TAG_LENGTH_MAX = 50;

/** The tags of a line, between commas of either width; each once, as it was written first. */
export function tagsIn(line: string): string[] {
  const tags = new Map<string, string>();
  for (const part of line.split(/[,，、]/)) {
    const tag = part.trim().slice(0, TAG_LENGTH_MAX).trim();
    if (tag !== '' && !tags.has(tag.toLowerCase())) tags.set(tag.toLowerCase(), tag);
  }
  return [...tags.values()].slice(0, TAGS_MAX);
}
