# One image for web, worker and migrate. PostgreSQL stands beside it: see compose.yaml.
FROM python:3.12-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/comptoir
WORKDIR /source
COPY pyproject.toml README.md LICENSE ./
COPY src ./src
RUN /opt/comptoir/bin/pip install .

FROM python:3.12-slim
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin comptoir \
    && install --directory --owner comptoir --group comptoir --mode 0700 /data
COPY --from=build /opt/comptoir /opt/comptoir
ENV PATH=/opt/comptoir/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    COMPTOIR_DATA_DIR=/data \
    COMPTOIR_HOST=0.0.0.0 \
    COMPTOIR_PORT=8000
USER comptoir
VOLUME /data
EXPOSE 8000
# Open streams are closed first; all of it takes less than five seconds.
STOPSIGNAL SIGTERM
ENTRYPOINT ["comptoir"]
CMD ["web"]
