FROM node:24-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts && npm cache clean --force
COPY src ./src
COPY jobs ./jobs
COPY scripts ./scripts
COPY NOTICE ./
USER node
# Node 24 strips types by itself: what runs is the source.
CMD ["node", "src/main.ts"]
