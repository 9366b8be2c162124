"""The version of the API, told in every answer; its first number stands in every address."""

API_VERSION = "1.0.0"
BASE_PATH = "/v1"
