/** The model of a chat that names none. */
export const defaultModel = 'fakegpt/text-davinci-002-render-sha';
