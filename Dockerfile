# One image for every process of Standdown; docker-compose.yml says which one each container runs.
FROM node:24-bookworm-slim

ENV NODE_ENV=production
WORKDIR /app

# Left out: what only development needs, and the packaged Node and PostgreSQL of the one-process form. No install
# script runs.
COPY package.json package-lock.json .npmrc ./
COPY packages ./packages
COPY services ./services
RUN npm ci --omit=dev --omit=optional --ignore-scripts && npm cache clean --force

# A volume that is mounted here belongs to who owns the folder in the image.
RUN mkdir /run/simulator && chown node:node /run/simulator
USER node
# Inside a container every address is the container's own; what is reachable from outside is for who runs it to say.
ENV API_HOST=0.0.0.0 STATUS_HOST=0.0.0.0 WORKER_HOST=0.0.0.0
EXPOSE 8080 8081 8082

CMD ["node", "packages/cli/main.ts", "--help"]
