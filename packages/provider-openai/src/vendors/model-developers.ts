import { defineVendor } from '../define-vendor.ts';
import type { Vendor, VendorFactory } from '../vendor.ts';

export const mistralVendor: Vendor<'mistral'> = {
  id: 'mistral',
  label: 'Mistral',
  url: 'https://docs.mistral.ai/api',
  baseUrl: 'https://api.mistral.ai/v1',
  credentialEnvVars: ['MISTRAL_API_KEY'],
  quirks: {
    seedField: 'random_seed',
    // Models of others that it hosts have more efforts, and accept this one too.
    reasoningEfforts: ['none', 'high'],
    streamUsage: false,
    shortToolCallIds: true,
    roleOrder: 'reply-after-tool',
    maxStopSequences: 64,
    maxTemperature: 1.5,
    metadata: 'always',
    unsupportedFields: ['user'],
  },
  sources: [
    'https://docs.mistral.ai/api',
    // temperature: "maximum: 1.5"
    'https://github.com/mistralai/platform-docs-public/blob/main/public/openapi.yaml',
    // `metadata`; no `user`
    'https://github.com/mistralai/client-python/blob/main/src/mistralai/client/models/chatcompletionrequest.py',
    'https://docs.mistral.ai/capabilities/reasoning/',
    // "must be a-z, A-Z, 0-9, with a length of 9"
    'https://github.com/anomalyco/opencode/issues/1680',
    // "Unexpected role 'user' after role 'tool'"
    'https://github.com/mistralai/mistral-common/issues/169',
    // "Extra inputs are not permitted"
    'https://github.com/mistralai/platform-docs-public/issues/7',
  ],
};

/** Creates a Mistral provider. Model references have the form `mistral/mistral-large-latest`. */
export const mistral: VendorFactory<'mistral', string> =
  /* @__PURE__ */ defineVendor(mistralVendor);

export const deepseekVendor: Vendor<'deepseek'> = {
  id: 'deepseek',
  label: 'DeepSeek',
  url: 'https://api-docs.deepseek.com',
  baseUrl: 'https://api.deepseek.com/v1',
  credentialEnvVars: ['DEEPSEEK_API_KEY'],
  quirks: {
    reasoningField: 'reasoning_content',
    thinkingSwitch: 'thinking',
    toolChoice: 'without-thinking',
    jsonSchema: false,
    textParts: false,
    maxStopSequences: 16,
  },
  capabilities: { images: false },
  sources: [
    // reasoning_content "must be fully passed back" after tool calls
    'https://api-docs.deepseek.com/guides/thinking_mode',
    'https://api-docs.deepseek.com/api/create-chat-completion',
    // "Thinking mode does not support this tool_choice": thinking is on unless a request turns it off
    'https://github.com/deepseek-ai/DeepSeek-V3/issues/1376',
    // "invalid type: sequence, expected a string"
    'https://github.com/QwenLM/qwen-code/issues/2318',
    // json_schema "is unavailable"
    'https://github.com/dzhng/deep-research/issues/22',
  ],
};

/** Creates a DeepSeek provider. Model references have the form `deepseek/deepseek-flash`. */
export const deepseek: VendorFactory<'deepseek', string> =
  /* @__PURE__ */ defineVendor(deepseekVendor);

export const xaiVendor: Vendor<'xai'> = {
  id: 'xai',
  label: 'xAI',
  url: 'https://docs.x.ai',
  baseUrl: 'https://api.x.ai/v1',
  credentialEnvVars: ['XAI_API_KEY'],
  // "Adding them in the request would result in an error": this holds for reasoning models, which all newer ones are.
  quirks: {
    reasoningEfforts: ['none', 'low', 'medium', 'high', 'xhigh'],
    unsupportedFields: ['presence_penalty', 'frequency_penalty', 'stop'],
  },
  sources: [
    'https://docs.x.ai/developers/model-capabilities/text/reasoning',
    // "Grok 4.6 accepts xhigh"
    'https://github.com/chenyme/grok2api/pull/901',
  ],
};

/** Creates an xAI provider. Model references have the form `xai/grok-4`. */
export const xai: VendorFactory<'xai', string> = /* @__PURE__ */ defineVendor(xaiVendor);

export const perplexityVendor: Vendor<'perplexity'> = {
  id: 'perplexity',
  label: 'Perplexity',
  url: 'https://docs.perplexity.ai',
  baseUrl: 'https://api.perplexity.ai',
  credentialEnvVars: ['PERPLEXITY_API_KEY'],
  quirks: {
    thinkTags: 'opened',
    jsonSchema: 'required',
    reasoningEfforts: ['minimal', 'low', 'medium', 'high'],
    roleOrder: 'alternating',
    topK: true,
    unsupportedFields: ['stop'],
  },
  capabilities: { tools: false },
  sources: [
    'https://docs.perplexity.ai/api-reference/chat-completions-post',
    // the values of reasoning_effort
    'https://github.com/perplexityai/perplexity-py/blob/main/src/perplexity/types/chat/completion_create_params.py',
    // "user and assistant roles should be alternating"
    'https://github.com/perplexityai/api-discussion/issues/265',
    // response_format: "Input should be 'text'", "'json_schema'" or "'regex'"
    'https://github.com/567-labs/instructor/issues/1005',
    // "may not allow fields like `stop`"
    'https://www.librechat.ai/docs/configuration/librechat_yaml/ai_endpoints/perplexity',
  ],
};

/** Creates a Perplexity provider. It has no tools. Model references have the form `perplexity/sonar-pro`. */
export const perplexity: VendorFactory<'perplexity', string> =
  /* @__PURE__ */ defineVendor(perplexityVendor);

export const moonshotVendor: Vendor<'moonshot'> = {
  id: 'moonshot',
  label: 'Moonshot',
  url: 'https://platform.kimi.ai/docs',
  baseUrl: 'https://api.moonshot.ai/v1',
  credentialEnvVars: ['MOONSHOT_API_KEY'],
  quirks: {
    reasoningField: 'reasoning_content',
    thinkingSwitch: 'thinking',
    toolChoice: 'without-thinking',
    // "invalid temperature: only 1 is allowed for this model": its Kimi models fix the values of these fields.
    unsupportedFields: ['temperature', 'top_p', 'presence_penalty', 'frequency_penalty'],
    // The ids of its calls contain the name of the tool: "functions.name:0".
    maxToolCallIdLength: 128,
  },
  sources: [
    'https://platform.kimi.ai/docs/api/chat',
    // "reasoning_content is missing in assistant tool call message"
    'https://github.com/anomalyco/opencode/issues/10996',
    // "tool_choice 'required' is incompatible with thinking enabled"
    'https://github.com/AstrBotDevs/AstrBot/issues/7805',
    // sampling parameters "are fixed by the platform"
    'https://java.agentscope.io/v2/en/integration/model/kimi',
    // ids of the form "functions.Bash:0"
    'https://github.com/maximhq/bifrost/issues/5097',
  ],
};

/** Creates a Moonshot provider. Model references have the form `moonshot/kimi-k2.6`. */
export const moonshot: VendorFactory<'moonshot', string> =
  /* @__PURE__ */ defineVendor(moonshotVendor);

export const zaiVendor: Vendor<'zai'> = {
  id: 'zai',
  label: 'Z.ai',
  url: 'https://docs.z.ai',
  baseUrl: 'https://api.z.ai/api/paas/v4',
  credentialEnvVars: ['ZAI_API_KEY'],
  quirks: {
    reasoningField: 'reasoning_content',
    thinkingSwitch: 'thinking',
    jsonSchema: false,
    toolChoice: 'auto',
    maxStopSequences: 1,
    maxTemperature: 1,
    unsupportedFields: ['seed', 'presence_penalty', 'frequency_penalty', 'user'],
  },
  sources: [
    'https://docs.z.ai/api-reference/llm/chat-completion',
    'https://docs.z.ai/guides/develop/openai/python',
    'https://docs.z.ai/guides/capabilities/thinking-mode',
  ],
};

/** Creates a Z.ai provider. Model references have the form `zai/glm-4.6`. */
export const zai: VendorFactory<'zai', string> = /* @__PURE__ */ defineVendor(zaiVendor);

export const geminiVendor: Vendor<'gemini'> = {
  id: 'gemini',
  label: 'Gemini',
  url: 'https://ai.google.dev/gemini-api/docs/openai',
  baseUrl: 'https://generativelanguage.googleapis.com/v1beta/openai',
  credentialEnvVars: ['GEMINI_API_KEY'],
  quirks: {
    // For calls of other models. It is documented under "FAQs" of the third page.
    placeholderSignature: 'skip_thought_signature_validator',
    maxStopSequences: 5,
    unsupportedFields: ['seed', 'presence_penalty', 'frequency_penalty', 'metadata'],
  },
  sources: [
    'https://ai.google.dev/gemini-api/docs/openai',
    // "Unknown name "frequency_penalty"", "Unknown name "seed""
    'https://github.com/Vali-98/ChatterUI/issues/227',
    // "Gemini returns 400 if the request contains any field it doesn't support"
    'https://github.com/IBM/AI-SDK-Db2-IBMi/pull/32',
    'https://ai.google.dev/gemini-api/docs/thought-signatures',
  ],
};

/** Creates a provider for Gemini's OpenAI-compatible API. Model references have the form `gemini/gemini-3-pro`. */
export const gemini: VendorFactory<'gemini', string> = /* @__PURE__ */ defineVendor(geminiVendor);
