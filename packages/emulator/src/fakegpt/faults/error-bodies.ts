/** An error body of the ChatGPT backend. */
export interface ErrorBody {
  readonly detail: string | Readonly<Record<string, string | number | null>>;
}

export const expiredToken: ErrorBody = createTokenError(
  'token_expired',
  'Your authentication token has expired. Please try signing in again.',
);

export const invalidToken: ErrorBody = createTokenError(
  'invalid_jwt',
  'Could not parse your authentication token. Please try signing in again.',
);

export const unusualActivity: ErrorBody = {
  detail: 'Our systems have detected unusual activity from your system. Please try again later.',
};

export const conversationNotFound: ErrorBody = {
  detail: { message: 'Conversation not found', code: 'conversation_not_found' },
};

export const messageTooLong: ErrorBody = {
  detail:
    'The message you submitted was too long, please reload the conversation and submit something shorter.',
};

export const oneMessageAtATime: ErrorBody = {
  detail:
    'Only one message at a time. Please allow any other responses to complete before sending another message, or wait one minute.',
};

export const tooManyRequests: ErrorBody = {
  detail: 'Too many requests in 1 hour. Try again later.',
};

/** A message of the server software, PandoraNext. */
export const upgradeRecommended: ErrorBody = {
  detail: 'It is recommended to upgrade to the latest PandoraNext.',
};

/** The body of a rejected login. */
export const invalidAccount: { readonly code: number; readonly message: string } = {
  code: 400,
  message: 'This account is not available, choose another one',
};

export function createModelCapError(clearsInSeconds: number): ErrorBody {
  return {
    detail: {
      message: 'You have sent too many messages to the model. Please try again later.',
      code: 'model_cap_exceeded',
      clears_in: clearsInSeconds,
    },
  };
}

function createTokenError(code: string, message: string): ErrorBody {
  return { detail: { message, type: 'invalid_request_error', param: null, code } };
}
