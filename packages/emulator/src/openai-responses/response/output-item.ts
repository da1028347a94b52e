/** An item of a response. */
export type OutputItem =
  | {
      readonly type: 'message';
      readonly id: string;
      readonly text: string;
      readonly refusal: string;
      readonly phase: string | undefined;
    }
  | {
      readonly type: 'reasoning';
      readonly id: string;
      /** The parts of the summary. */
      readonly summary: readonly string[];
      /** Undefined if the request does not include it. */
      readonly encrypted: string | undefined;
    }
  | {
      readonly type: 'function_call';
      readonly id: string;
      readonly callId: string;
      readonly name: string;
      readonly argumentsText: string;
      readonly status: 'completed' | 'incomplete';
    };
