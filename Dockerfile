# The command `understudy serve`. docs/gateway-operations.md describes the image.
FROM node:24.21.0-bookworm-slim AS build
WORKDIR /src
RUN npm install --global pnpm@12.21.0
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml tsconfig.base.json ./
COPY docs/package.json docs/
COPY tools/bundle.ts tools/stale-files.ts tools/
COPY packages packages
RUN pnpm install --frozen-lockfile --ignore-scripts --filter understudy --filter "@understudy/cli..." --filter "@understudy/playground..."
RUN node tools/bundle.ts
RUN pnpm --filter @understudy/playground exec vite build --logLevel warn
RUN pnpm --filter @understudy/cli deploy --legacy --prod --ignore-scripts /app

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production NODE_OPTIONS=--max-semi-space-size=16
WORKDIR /app
COPY --from=build /app /app
USER node
EXPOSE 4100 4101
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s CMD ["node", "-e", "fetch('http://127.0.0.1:4100/ready').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "/app/bin/understudy.js"]
CMD ["serve", "--host", "0.0.0.0", "--config", "/etc/understudy/understudy.config.json"]
