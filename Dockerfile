# One image for pages, workers and the Prefect server: all of one version.
FROM python:3.11-slim

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 \
    DO_NOT_TRACK=1 HOLDFAST_DATA=/data

WORKDIR /holdfast
COPY requirements.lock .
RUN pip install --require-hashes --requirement requirements.lock
COPY . .
# The build backend is not among the locked requirements of a running installation.
RUN pip install --no-deps . \
    && useradd --uid 10001 --create-home holdfast \
    && install --directory --owner holdfast --mode 0700 /data

USER holdfast
WORKDIR /home/holdfast
VOLUME /data
ENTRYPOINT ["holdfast"]
CMD ["serve", "--host", "0.0.0.0"]
