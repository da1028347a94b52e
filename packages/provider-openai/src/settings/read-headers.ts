export { readHeaders } from '@understudy/provider-utils';
