# docker build -t wm-provider . ; see docs/operating.md
FROM node:20-slim AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build

FROM node:20-slim
ENV NODE_ENV=production
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev && npm cache clean --force
COPY --from=build /build/dist dist
# Keys, and the SQLite database if DATABASE_URL is not set.
RUN mkdir --mode=700 /data && chown node:node /data
VOLUME /data
USER node
ENV WM_DATA=/data HOST=0.0.0.0 PORT=8080 WM_METRICS_HOST=0.0.0.0
EXPOSE 8080
HEALTHCHECK CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/healthz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Without a shell, process 1 receives the signals and drains.
CMD ["node", "--max-semi-space-size=4", "dist/node/cli.js", "provider"]
