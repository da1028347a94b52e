import type { Output } from '../cli-ports.ts';
import { paint } from '../render/style.ts';

/** What stands under the options of each help page; at most 80 columns. */
export const helpTexts = {
  program: `
Examples:
  understudy demo
  understudy demo --fail
  understudy chat --base-url http://127.0.0.1:4000 "What is 2+2*3?"
  understudy chat --model openai/gpt-5-mini "What is 2+2*3?"
  understudy chat --model openai/gpt-5-mini
  understudy doctor
  understudy emulate openai
  understudy chat --help

Exit codes:
  0 when answered, 64 when called wrongly, 130 after Ctrl-C, 143 after SIGTERM;
  else by the error's code, as docs/errors.md lists them.`,
  demo: `
The upstream is a small server that this command starts and stops. It greets,
calculates, and gives back what you say, in English and Russian. With --fail
there are two: one fails whatever it is asked, and the other one steps in.

Examples:
  understudy demo
  understudy demo "What is 2+2*3?"
  understudy demo --fail`,
  chat: `
The answer goes to stdout, its attempts to stderr.
Ctrl-C ends an answer; what came stays.

InteractiveChat:
  without words, on a terminal: each question goes with all that was answered
  before. /model, /reset, /help and /quit are commands there; Ctrl-C cancels an
  answer, drops a line, and leaves an empty one; Ctrl-D leaves.

Configuration:
  understudy.config.json in the working folder, or the file of --config, has
  settings, chains, aliases, timeouts, retry, deadlineMs, maxAttempts and
  deprecations, as createUnderstudy takes them. Flags go before the file:
  { "chains": { "support": ["openai/gpt-5-mini", "fakegpt/gpt-4"] } }

Environment:
  OPENAI_API_KEY, …            the keys that "understudy providers" names; a key
                               goes to the address that you give, if any
  UNDERSTUDY_FAKEGPT_BASE_URL  where FakeGpt listens; the same of any provider:
                               UNDERSTUDY_OPENAI_BASE_URL, …
  NO_COLOR                     set it to have no colours, or give --no-color

JSON:
  a line for each event, with its "type"; an error is the last line, of the type
  "error". The README of @understudy/cli lists the lines of all commands.

Examples:
  understudy chat --base-url http://127.0.0.1:4000 "What is 2+2*3?"
  understudy chat --model openai/gpt-5-mini "How are you?"
  understudy chat --model openai/gpt-5-mini --fallback fakegpt/gpt-4 "Hi"
  understudy chat --model support
  understudy chat --system "Answer in Russian." "How are you?"
  cat letter.txt | understudy chat "Summarise this:" > summary.txt
  understudy chat --json "Hi" | jq -r 'select(.type == "text-delta").text'`,
  explain: `
Targets stand in the order in which they would be asked, with what is set for
them in particular and why one would be passed over; then what holds for all.

Examples:
  understudy explain support
  understudy explain openai/gpt-5-mini --fallback fakegpt/gpt-4
  understudy explain support --json | jq .policy`,
  providers: `
Of a key it says where it was found, and never what it is. Providers that are
installed for the working folder stand behind those that the command brings;
understudy.config.json has their settings.

Examples:
  understudy providers
  understudy providers --json | jq -r 'select(.missing == null).id'`,
  models: `
"declared" is what the provider's package names, "live" what its vendor offers
right now. A vendor is asked for that where its key is there, for 10 s at most.

Examples:
  understudy models
  understudy models openai
  understudy models --json | jq -r '.models[] | select(.live).id'`,
  doctor: `
A provider counts as set up when it has a key, an address or another setting,
when a chain or an alias names it, or when it is installed for the working
folder and needs no setting. It is asked for the list of its models, for 10 s at
most; where it has none, it is only connected to. Nothing is asked of models.

Exit codes:
  0 when all that is set up can be asked, else that of what failed first.

Examples:
  understudy doctor
  understudy doctor --json | jq -r 'select(.status == "failed").name'`,
  completion: `
Examples:
  source <(understudy completion bash)      in ~/.bashrc
  source <(understudy completion zsh)       in ~/.zshrc
  understudy completion fish | source       in config.fish
  understudy completion powershell | Out-String | Invoke-Expression`,
  emulate: `
It listens on loopback only and needs no key. Each request is told in a line:
when, status, how long, what was asked, the fault that was played, and how it
ended if it was not answered whole: left (by its client), dropped (by a fault),
closed (by Ctrl-C). One that takes longer than a second is told as open before.

Faults:
  each request takes the next one of its route; then all goes well. "name=2" is
  played twice, "name=always" for ever, and "none" stands for no fault. The
  README of @understudy/emulator lists them all.

Scripts:
  a list of faults with what they can be told, or an object with "faults",
  "scripts" for requests with the header x-emulator-script: NAME, and "seed":
  ["invalid-key", { "kind": "disconnect-after-text", "afterEvents": 3 },
   { "kind": "rate-limit-retry-after", "seconds": 2 }]

Rules:
  a list of what is answered to which last message of the user. "when" is the
  whole message, or { "pattern": …, "flags": … }; "answer" is a text, or for
  OpenAI also { "text": …, "reasoning": …, "refusal": …, "toolCalls": … }:
  [{ "when": "Ping", "answer": "Pong" }]

Examples:
  understudy emulate openai
  understudy emulate openai --fault rate-limit --fault truncated-stream=always
  understudy emulate openai --script faults.json --seed 7
  understudy emulate fakegpt --port 4001 --rules rules.json`,
} as const;

/** With its titles as bold as those of the options. */
export function formatHelpText(text: string, output: Output): string {
  return text.replaceAll(/^\w.*:$/gm, (title) => paint('bold', title, output));
}
