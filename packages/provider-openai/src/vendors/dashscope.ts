import { defineVendor } from '../define-vendor.ts';
import type { Vendor, VendorFactory } from '../vendor.ts';

export const dashscopeVendor: Vendor<'dashscope'> = {
  id: 'dashscope',
  label: 'DashScope',
  url: 'https://www.alibabacloud.com/help/en/model-studio',
  baseUrl: 'https://dashscope-intl.aliyuncs.com/compatible-mode/v1',
  credentialEnvVars: ['DASHSCOPE_API_KEY'],
  quirks: { toolChoice: 'auto', topK: true },
  sources: [
    'https://www.alibabacloud.com/help/en/model-studio/qwen-api-via-openai-chat-completions',
    // "tool_choice parameter does not support being set to required or object in thinking mode"
    'https://github.com/can1357/oh-my-pi/issues/886',
  ],
};

/** Creates a provider for Qwen models on Alibaba Cloud. For accounts in China, set `baseUrl` to
 * `https://dashscope.aliyuncs.com/compatible-mode/v1`. */
export const dashscope: VendorFactory<'dashscope', string> =
  /* @__PURE__ */ defineVendor(dashscopeVendor);
