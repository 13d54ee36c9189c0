/** The cookie that keeps how this reader wants the page; `ui/look.py` reads it on the server. */

const COOKIE = "look";
const A_YEAR = 365 * 24 * 3600;

const current = () => {
  const found = document.cookie.split("; ").find((part) => part.startsWith(`${COOKIE}=`));
  return new URLSearchParams(found ? decodeURIComponent(found.slice(COOKIE.length + 1)) : "");
};

export const remember = (key, value) => {
  const look = current();
  look.set(key, value);
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${COOKIE}=${look}; path=/; max-age=${A_YEAR}; SameSite=Lax${secure}`;
};
