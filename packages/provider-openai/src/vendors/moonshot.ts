import { defineVendor } from '../define-vendor.ts';
import type { Vendor, VendorFactory } from '../vendor.ts';

export const moonshotVendor: Vendor<'moonshot'> = {
  id: 'moonshot',
  label: 'Moonshot',
  url: 'https://platform.kimi.ai/docs',
  baseUrl: 'https://api.moonshot.ai/v1',
  credentialEnvVars: ['MOONSHOT_API_KEY'],
  quirks: {
    reasoningField: 'reasoning_content',
    toolChoice: 'auto',
    maxTemperature: 1,
    // The ids of its calls contain the name of the tool: "functions.name:0".
    maxToolCallIdLength: 128,
  },
  sources: [
    'https://platform.kimi.ai/docs/api/chat',
    // "reasoning_content is missing in assistant tool call message"
    'https://github.com/anomalyco/opencode/issues/10996',
    // "tool_choice 'required' is incompatible with thinking enabled"
    'https://github.com/AstrBotDevs/AstrBot/issues/7805',
    // ids of the form "functions.Bash:0"
    'https://github.com/maximhq/bifrost/issues/5097',
  ],
};

/** Creates a Moonshot provider. Model references have the form `moonshot/kimi-k2.6`. */
export const moonshot: VendorFactory<'moonshot', string> =
  /* @__PURE__ */ defineVendor(moonshotVendor);
