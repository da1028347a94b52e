export { WarningInjector } from '@understudy/provider-utils';
