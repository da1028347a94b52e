export {
  invalidField as invalidValue,
  readBooleanValue,
  readEnum,
  readField,
  readItems,
  readNumberValue,
  readObjectValue,
  readOptional,
  readTextValue,
} from '@understudy/provider-utils';
export type { Field } from '@understudy/provider-utils';
