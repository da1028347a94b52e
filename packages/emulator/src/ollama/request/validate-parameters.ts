import { type JsonRecord, readList, readRecord, readText } from './read-field.ts';

const path = 'tools.function.parameters';

/**
 * Validates the fields of the schema of a tool that the server reads. It ignores other ones.
 *
 * @throws RequestError if a field has another type
 */
export function validateParameters(parameters: JsonRecord): void {
  readText(parameters['type'], `${path}.type`);
  validateObject(parameters);
}

function validateObject(schema: JsonRecord): void {
  for (const name of readList(schema['required'], `${path}.required`, '[]string')) {
    readText(name, `${path}.required`);
  }
  const properties = readRecord(schema['properties'], `${path}.properties`, 'map[string]');
  for (const property of Object.values(properties)) validateProperty(property);
}

function validateProperty(value: unknown): void {
  const property = readRecord(value, `${path}.properties`, 'api.ToolProperty');
  if (!Array.isArray(property['type'])) readText(property['type'], `${path}.properties.type`);
  readText(property['description'], `${path}.properties.description`);
  readList(property['enum'], `${path}.properties.enum`, '[]interface {}');
  const alternatives = readList(
    property['anyOf'],
    `${path}.properties.anyOf`,
    '[]api.ToolProperty',
  );
  for (const each of alternatives) validateProperty(each);
  validateObject(property);
}
