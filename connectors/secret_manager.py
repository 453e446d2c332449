"""Secrets that lie in Google Secret Manager, looked up where they are needed."""

from base64 import b64decode

from connectors.errors import ConnectorError

SERVICE = "https://secretmanager.googleapis.com/v1"
SCOPE = "https://www.googleapis.com/auth/cloud-platform"
ANSWER_SECONDS = 30.0


def secret(version: str) -> str:
    """The text of a `version`, ``projects/…/secrets/…/versions/…``, if who this process runs as may read it.

    Raises ConnectorError.
    """
    try:
        import google.auth
        import requests
        from google.auth.exceptions import GoogleAuthError
        from google.auth.transport.requests import AuthorizedSession
    except ImportError as error:
        raise ConnectorError("Secret Manager needs further packages, dateline[dataflow]") from error
    try:
        credentials, _ = google.auth.default(scopes=[SCOPE])
        with AuthorizedSession(credentials) as session:
            answer = session.get(f"{SERVICE}/{version}:access", timeout=ANSWER_SECONDS)
    except (GoogleAuthError, requests.RequestException) as error:
        raise ConnectorError(f"Secret Manager can't be asked: {type(error).__name__}") from error
    if answer.status_code != requests.codes.ok:
        raise ConnectorError(f"Secret Manager answers {answer.status_code}")
    return b64decode(answer.json()["payload"]["data"]).decode().strip()
