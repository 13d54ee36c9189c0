"""Django's settings, all derived from the environment read in `env.py`."""

from pathlib import Path

from django.contrib.messages import ERROR
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from comptoir.config.env import env, file_storage
from comptoir.config.postgres import connection_settings

ENV = env()

DEBUG = ENV.debug
SECRET_KEY = ENV.secret_key
SECRET_KEY_FALLBACKS = list(ENV.secret_key_fallbacks)
ALLOWED_HOSTS = list(ENV.allowed_hosts)
PUBLIC_URL = ENV.public_url
FILES_URL = ENV.files_url
DEMO = ENV.demo
OUTBOUND_ALLOW = ENV.outbound_allow
API_PER_MINUTE = ENV.api_per_minute
RAISE_ON_RENDER_QUERY = DEBUG

INSTALLED_APPS = [
    "procrastinate.contrib.django",
    "comptoir.journal",
    "comptoir.ui",
    "comptoir.live",
    "comptoir.rest",
    "comptoir.accounts",
    "comptoir.notices",
    "comptoir.deadlines",
    "comptoir.commerce",
    "comptoir.shipping",
    "comptoir.channels",
    "comptoir.conversations",
    "comptoir.triage",
    "comptoir.automation",
    "comptoir.insights",
    "comptoir.records",
    "comptoir.connectors.email",
    "comptoir.connectors.webchat",
    "comptoir.connectors.webhooks",
    "comptoir.demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "lucide",
]
if ENV.admin:
    INSTALLED_APPS.append("django.contrib.admin")

MIDDLEWARE = [
    "comptoir.kit.files.apart.FilesHostMiddleware",
    "comptoir.rest.middleware.ApiMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "comptoir.accounts.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "comptoir.accounts.middleware.MemberMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "comptoir.accounts.middleware.IdentityMiddleware",
    "comptoir.accounts.middleware.LastSeenMiddleware",
    "comptoir.triage.middleware.HandoverMiddleware",
    "comptoir.ui.middleware.FragmentMiddleware",
    "comptoir.ui.middleware.ErrorsInWordsMiddleware",
]

ROOT_URLCONF = "comptoir.config.urls"
ASGI_APPLICATION = "comptoir.config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "comptoir.ui.gathering.Loader",
                    ["django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "comptoir.ui.context.shell",
            ],
            # The later win: `remembering` has quicker versions of Django's own tags.
            "builtins": [
                "comptoir.ui.templatetags.ui",
                "django.templatetags.i18n",
                "comptoir.ui.templatetags.remembering",
            ],
        },
    },
]

DATABASES = {"default": connection_settings(ENV)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LISTEN_URL = ENV.listen_url

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
    }
}
SESSION_ENGINE = "comptoir.accounts.sessions"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PUBLIC_URL.startswith("https://")
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENV.behind_proxy else None
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "connect-src": [CSP.SELF],
    "frame-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.SELF],
}

AUTH_USER_MODEL = "accounts.Member"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
    )
]
# A member's address is unique whatever its case: by a constraint on Lower("email").
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "comptoir.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_FORMS = {"change_password": "comptoir.accounts.forms.NewPasswordForm"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "20/m/ip,5/h/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if ENV.behind_proxy else 0
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Comptoir"
# A write at each request would cost more than the page: LastSeenMiddleware notes it now and then.
USERSESSIONS_TRACK_ACTIVITY = False
PASSWORD_RESET_TIMEOUT = 3600

# The one level whose tone has another name in the style sheets.
MESSAGE_TAGS = {ERROR: "danger"}

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("fr", _("French")),
    ("de", _("German")),
    ("ru", _("Russian")),
]
TIME_ZONE = ENV.time_zone
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = ["comptoir.config.formats"]
LOCALE_PATHS = [Path(__file__).parents[1] / "locale"]

STATIC_URL = "/static/"
MEDIA_ROOT = ENV.files_dir
DATA_DIR = ENV.data_dir
STORAGES = {
    "default": file_storage(ENV),
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 30 * 1024 * 1024

DEFAULT_FROM_EMAIL = ENV.mail_from
SYSTEM_SMTP = ENV.mail_url
MAILERS = {"default": {"BACKEND": "comptoir.accounts.mailer.SystemMailer"}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": ENV.log_level},
    "loggers": {
        "procrastinate": {"level": "WARNING"},
        "django.request": {"level": "ERROR"},
        # It would note the address of every request, with what stands in it.
        "httpx": {"level": "WARNING"},
    },
}
