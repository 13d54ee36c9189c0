"""The words of mail servers: how a report of non-delivery looks and why a mail came back.

Learned from the texts of many servers in several languages; lower case, regular expressions.
"""

# ruff: noqa: E501 -- tables of words read better unbroken

from comptoir.channels.mail.shapes import BounceReason as R

DAEMONS = r"""^(?:mailer.?daemon|mail.?daemon|maildaemon|post.?master|mail.?delivery(?:.?sub)?.?system|mdaemon|mmsc.*
|microsoftexchange\w*|bounces?|bounce-.*|mail-?error|mailadmin|undeliverable|returned-?mail|no-?reply-?bounce\w*
|smtpd?|mta|e?mailgateway|mailgw|sysadmin|noreply\+bounce.*|double-bounce)$"""

DAEMON_NAMES = r"""mail(?:er)? ?delivery|mailer.?daemon|postmaster|mail delivery (?:sub)?system|mail administrator
|system administrator|delivery subsystem|internet mail|mail server|ndr administrator|microsoft outlook$
|systemadministrator|message router|amazon ses|network mail"""

SUBJECTS = r"""undeliver|undelivered|non.?deliver|not delivered|delivery (?:has )?(?:failed|failure|problem|error|status|report|notif|delayed|incomplete)
|deliver(?:y|ed)? .{0,20}fail|mail delivery|failure noti|returned (?:mail|e-?mail|message)|return(?:ed)?:? ?mail|mail (?:system )?(?:error|failure)
|could ?n[o']t be delivered|(?:could|can) ?not be (?:sent|delivered)|cannot be delivered|failed to deliver|message (?:delivery|not delivered|undeliverable|could not)
|delivery to .{1,80} (?:failed|has failed)|unable to deliver|bounced|status notification|ndn:|ndr|rejected (?:mail|message|e-?mail)|warning: (?:could|message)
|mail could not|user unknown|unzustellbar|nicht zugestellt|zustellung|fehlgeschlagen|unzustellbarkeit|rückläufer|message non (?:remis|distribu|délivr|délivré)
|échec (?:de la )?(?:remise|distribution)|non remis|non distribuable|no se (?:pudo|ha podido|puede) entregar|entrega .{0,30}fall|no entregado|devuelto|mancata consegna|non recapitat
|impossibile recapitare|recapito non riuscit|consegna fallita|não (?:foi )?(?:entregue|pôde ser)|falha na entrega|devolvid|niet (?:bezorgd|afgeleverd|bestelbaar)|onbestelbaar
|niedoręczon|nie (?:została )?doręczon|niedostarczon|zwrot poczty|недоставлен|не доставлен|ошибка доставки|сбой доставки|недоставка|не вдалося доставити|nedoručiteln|nedoručen|nelze doručit
|kunde inte levereras|ej levererad|obeställbar|kunne ikke leveres|ikke leveret|ikke levert|toimitus epäonnistui|ei voitu toimittaa|toimittamaton|kézbesíthetetlen|nem kézbesíthető|nu a putut fi livrat|teslim edilemedi|iletilemedi
|メールエラー|配信(?:エラー|できません|不能|失敗)|送信(?:エラー|できません|失敗)|エラー通知|戻りメール|未配信|退信|无法投递|投递失败|退回|傳送失敗|無法傳遞|배달 ?실패|반송|전달되지|전송 실패"""

BODIES = r"""could ?n[o']t (?:be )?deliver|could not be (?:delivered|sent)|cannot be delivered|was(?: not|n't) (?:able to )?deliver|wasn't delivered|was not delivered
|unable to deliver|failed (?:permanently|to deliver)|delivery (?:to|of|has|failed|failure|attempt|status)|did not reach|undeliverable|following (?:address|recipient|user)
|permanent (?:fatal )?(?:error|failure|delivery)|fatal errors?|returned to (?:the )?sender|unknown (?:user|recipient|address)|user unknown|transcript of session|reason for (?:the )?(?:failure|return)
|problems? (?:with|delivering)|mail (?:delivery )?system|could not (?:deliver|be found)|not (?:been )?delivered|has been (?:returned|rejected)|was rejected|rejected by|did not pass
|nicht zugestellt|konnte nicht|unzustellbar|n'a pas pu être|n'a pu être|no (?:pudo|ha podido|se pudo)|non (?:è stato|ha potuto|recapit)|não (?:pôde|foi)|kon niet worden|niet worden (?:bezorgd|afgeleverd)|nie (?:mogła|można|został)
|не (?:может быть|удалось|доставлен)|не вдалося|nelze doručit|kunde inte|kunne ikke|ei voitu|nem (?:sikerült|lehet)|送信できませんでした|配信できません|届けることができません|エラーメッセージ|投递|退信|無法|メールボックス|存在しません|전달|failure reasons?
|non-delivered|delivery problems|unsent message|this is a permanent|i'm afraid i wasn't able|error(?: message)?:|no valid recipients|undelivered|original message (?:follows|text)|smtp error|message rejected"""

# What follows is the mail that came back, not the reason.
ORIGINAL_FOLLOWS = r"""^[ \t>*=_-]*(?:below (?:this line )?is a copy|this is a copy of (?:the|your) (?:message|mail)|original message(?: follows| text| headers?)?|unsent message (?:follows|below)
|returned message|(?:the )?(?:original|returned|undelivered) (?:mail|message)(?: follows| headers?)?|message (?:header|text|contents?) follows?|message header|the header of the original message|here is a copy
|headers? of (?:the )?original|begin(?:ning)? of (?:returned|original)|das original|originalnachricht|original-mail|end of message|copy of the|start of (?:returned|original)|rejected message|forwarded message|body of message generated|original headers
|received: (?:from|by) |return-path: |dkim-signature: |x-[\w-]{2,30}: |mime-version: )"""

# Reasons in the order in which they are tried on what the server said. The soft ones that quote an
# "unknown user" only in passing come before the hard ones.
REASONS: tuple[tuple[R, str], ...] = (
    (R.HOST_UNKNOWN, r"""account or domain may not exist"""),
    # Microsoft's answer for an address its directory does not know.
    (R.USER_UNKNOWN, r"""recipients? (?:address(?:es)? )?rejected ?: ?access denied"""),
    (
        R.NETWORK,
        r"""host not found, try again|temporary (?:dns |name )?(?:lookup|resolution) (?:failure|error)|name service error .{0,120}try again""",
    ),
    (
        R.MAILBOX_FULL,
        r"""mailbox (?:is |was )?(?:over)?full|mailbox.{0,40}(?:exceed|quota|limit|too large|size)|over ?quota|quota.{0,20}exceed|exceed.{0,30}(?:quota|storage|mailbox|disk)|out of (?:storage|disk|space) (?:space|quota)
|mail(?:box|folder|drop)? (?:is |has )?(?:full|grown)|insufficient (?:disk|storage|space|system storage)|disk (?:quota|full|space)|not enough (?:disk |storage )?space|maildir .{0,20}(?:over|full)|mailfolder is full|inbox is full|account.{0,20}full
|(?:user|recipient).{0,40}(?:over quota|storage|full)|no space left|storage (?:limit|quota|space)|is full|boîte.{0,20}pleine|postfach.{0,20}voll|speicher.{0,20}(?:voll|erschöpft)|buzón.{0,20}lleno|casella.{0,20}piena|caixa.{0,20}cheia|postvak.{0,10}vol|переполнен|ящик.{0,20}(?:полон|заполнен)
|メールボックスが一杯|容量.{0,20}超|邮箱.{0,10}(?:满|超)|信箱.{0,10}滿|dwie mailbox|le compte .{0,40}dépass|mailbox has exceeded|receiving mail at a rate|5\.2\.2|4\.2\.2""",
    ),
    (
        R.AUTHENTICATION,
        r"""\bdmarc\b|\bspf\b.{0,60}(?:fail|fail|check|not|reject|violat|pass|unauth)|\bdkim\b.{0,40}(?:fail|sign|pass|verif)|unauthenticated (?:e-?mail|sender|message)|not authenticated|sender policy framework|authentication (?:checks?|results?).{0,20}fail|5\.7\.(?:2[0-6]|30)\b|arc failed|sender id|email rejected per""",
    ),
    (
        R.VIRUS,
        r"""\bvirus\b|malware|infected|trojan|worm\b|dangerous (?:attachment|content)|malicious|potentially (?:harmful|executable|dangerous)|because its content presents a potential|security (?:issue|problem).{0,20}content|blocked because .{0,30}attachment""",
    ),
    (
        R.BLOCKED,
        r"""black ?list|blocklist|block list|block-list|block.{0,20}(?:by|using|ip|at)\b|\brbl\b|dnsbl|spamhaus|barracudacentral|sorbs|spamcop|cbl\.|bl\.|poor reputation|bad reputation|reputation|listed (?:in|at|by|on)|banned|reverse (?:dns|lookup|mapping|record)
|\bptr\b|rdns|no reverse|unresolvable|cannot find your hostname|fix reverse|client host .{0,80}(?:blocked|rejected|not found|cannot)|dynamic ip|generic (?:hostname|rdns)|not (?:accepting|allowed to).{0,40}(?:ip|address|host|connect)|your (?:ip|host|server|mail server).{0,60}(?:block|reject|denied|refus|ban|not allow|bad|poor)
|ip (?:address )?.{0,40}(?:block|not allow|reject|denied|ban|listed|blacklist)|helo.{0,40}(?:reject|invalid|not|bad|deny)|invalid helo|ehlo|connection (?:refused|rejected|dropped).{0,40}(?:policy|spam|ip)|access denied.{0,40}(?:ip|bad|list)|5\.7\.(?:60[0-9]|61[0-9]|1[0-9]{2}|25|506|511)|hosts? .{0,40}not allowed|temporarily deferred due to""",
    ),
    (
        R.SPAM,
        r"""\bspam\b|spam[- ]|unsolicited|\bjunk|bulk mail|looks like|spamassassin|considered (?:as )?(?:uce|bulk)|\buce\b|message (?:content )?rejected (?:as|due to|because)|content rejected|phish|high-probability|suspicious|rejected by (?:the )?(?:content|spam|filter)|message filtered|identified as|spamcheck|reject-on-spam|nuisance|迷惑メール""",
    ),
    (
        R.SENDER_REJECTED,
        r"""sender address|sender (?:is )?(?:denied|rejected|refused|verify|not|domain|invalid|unknown|blocked)|sender.{0,30}(?:rejected|not allowed|not permitted|does not exist|not authori[sz]ed|address rejected|unknown|is invalid)|domain of sender|your (?:e-?mail )?address|return path|mail from.{0,40}(?:reject|invalid|denied|not exist|must|domain|refus)|bad sender|invalid (?:sender|mail from)|envelope (?:sender|from)|from address|not allowed to (?:send|post)
|not (?:a )?member|permission|groups\.google|autoris[ée]|oprávněn|berechtigung|permiso|autorizza|permissão|toestemming|uprawnie|разрешени|behörighet|tilladelse|権限|权限|權限|권한|izniniz|only (?:members|subscribers)|restricted|not authori[sz]ed to (?:send|post|use)|moderated|5\.1\.[789]\b|backscatter|empty (?:envelope )?sender|null sender|does not accept (?:bounce|null)|users? .{0,30}not allowed|posting to|you may (?:not|need)|not have permission""",
    ),
    (
        R.RELAYING,
        r"""relay(?:ing)? (?:access )?(?:denied|not|prohibited|restricted|is not)|relaying|unable to relay|not permitted to relay|cannot relay|relay access|open relay|no relay|smtp auth(?:entication)? (?:is )?required|authentication (?:is )?required|must authenticate|not authenticated""",
    ),
    (
        R.TOO_BIG,
        r"""message (?:is |was )?too (?:large|big|long)|(?:exceeds?|exceeded|over|larger than|more than).{0,40}(?:size|maximum message|maximum size|limit of \d+ (?:byte|kb|mb)|message length)|size (?:limit|exceed|too)|fixed maximum message|max(?:imum)? (?:message|mail)? ?size|mail size|größe|message file too big|too large|5\.3\.4|5\.2\.3""",
    ),
    (
        R.POLICY,
        r"""polic(?:y|ies)|prohibited|not (?:comply|compliant)|rfc ?(?:5?322|2822|821|5321)|security (?:policy|reasons?|restrict)|forbidden|unacceptable|invalid (?:header|message|format)|duplicate|compliance|violat|not permitted|denied by|attachment|illegal (?:content|character|attachment|header)|\bterms\b|bare (?:cr|lf)|missing.{0,20}header|5\.7\.(?:7|9|0)\b|\btls\b|encrypt|certificate|transport rule|not accept.{0,30}(?:this type|for policy)|disallowed""",
    ),
    (
        R.TOO_MANY,
        r"""too many|rate limit|too (?:fast|frequent|much)|throttl|(?:connection|session|message|hourly|daily|rate|sending) (?:rate )?(?:limit|count|quota)|limit exceed|exceeded .{0,30}(?:rate|limit|number|connections)|maximum (?:number|connections)|concurrent|slow down|unusual rate|excessive""",
    ),
    (
        R.SUSPENDED,
        r"""(?:account|mailbox|user|recipient|address|box).{0,40}(?:disabled|suspend|inactive|locked|deactivat|discontinued|not active|frozen|closed temporarily|expired|blocked|is off|restricted|dormant|on hold|unavailable at this time)|(?:disabled|suspended|inactive|locked|deactivated|frozen) (?:account|mailbox|user|recipient|address|e-?mail)|is (?:disabled|suspended|inactive|locked|deactivated)|(?<!delivery )temporarily (?:locked|disabled|suspended)|not active""",
    ),
    (
        R.MOVED,
        r"""user has moved|has moved|moved (?:to|permanently)|address has changed|new (?:e-?mail )?address|no longer (?:works? (?:here|at|for))|mailbox has moved|5\.1\.6\b|forwarding address""",
    ),
    (
        R.REFUSES_ALL,
        r"""null mx|nullmx|does not accept (?:any )?(?:e-?)?mail|doesn't accept (?:any )?(?:e-?)?mail|do(?:es)? not accept (?:mail|messages)|not accepting (?:any )?mail|no mail accepted|does not (?:receive|handle) (?:e-?)?mail|5\.7\.27|5\.1\.10.{0,40}(?:null|accept)|name server: \.: host not found|smtp protocol returned a permanent error""",
    ),
    (
        R.HOST_UNKNOWN,
        r"""host (?:is )?unknown|unknown (?:host|domain)|(?:host|domain)(?: name)? (?:not found|does not exist|doesn't exist|is invalid|not valid|unknown|lookup|couldn't be found)|host or domain name not found|no such (?:domain|host)|nxdomain|non-?existent (?:domain|host)|unrouteable mail domain|illegal host|invalid (?:domain|host)|bad destination (?:host|system|mailbox domain)
|couldn't find any host|cannot find (?:the )?(?:host|domain)|domain .{0,80}(?:does not exist|not found|doesn't exist|no longer|not be found|could ?n.t be found|could not be found)|no (?:mx|dns|a|valid) (?:records?|mx|host)|mx (?:record|lookup).{0,40}(?:fail|not|no)|all relevant mx records|dns (?:error|lookup|server|domain).{0,60}(?:not|fail|nxdomain|exist|error)|unable to (?:find|resolve|look)|name or service not known|5\.1\.2|5\.4\.4|unrouteable address.{0,40}domain|could not find .{0,20}(?:server|gateway)|has no .{0,10}(?:mx|mail exchange)|not a (?:valid|known) (?:domain|host)""",
    ),
    (
        R.USER_UNKNOWN,
        r"""\b(?:user|recipient|mailbox|address|account|addressee|username|person|customer|alias|local-?part|mail ?box|name|destination|login|box)s?[:;,"')>]{0,3}(?: [^ ]{1,40}){0,3} (?:unknown|not (?:be )?(?:found|exist|known|valid|listed|recogni[sz]ed|correct|our|local|a valid|present|a known|active here|available|registered|in|on|deliverable|allowed here)|doesn't exist|does not exist|nonexist|invalid|incorrect|undeliverable|no longer|couldn't be found|wasn't found|deleted|removed|terminated|unroutable|ambiguous)
|unknown (?:user|recipient|mailbox|(?:e-?)?mail address|address|local|account|to|addressee|or illegal alias|destination|virtual)|no such (?:user|mailbox|recipient|person|address|account|local|id|a user|alias|name)|invalid (?:recipient|user|mailbox|address|account|destination|final delivery)|non-?exist(?:e|a)nt (?:user|mailbox|recipient|address|account)|bad (?:destination|recipient|address|mailbox)|no (?:mailbox|account|user|recipients?|valid recipients?|matches?) (?:here|by|with|found|for|named|in|this|to|were|exist)
|no valid recipients|not a (?:valid|known|local|current) (?:mailbox|user|recipient|address|account)|doesn't have an? .{1,60} account|does not have an? .{1,60} account|does ?n[o']t exist|unrouteable address|unroutable|not listed in|not found in|address(?:ee)? (?:unknown|error|you)|recipientnotfound|resolver\.adr|isn't found|wasn't found at|could ?n[o']t be found|mailbox unavailable|can't find|not known|is not known|this address no longer|no longer (?:available|valid|in use|with|employed|active|exists|on server|accept)|unknown ?address|mail ?box not
|not our customer|no account|there is no (?:user|one|such)|not have an account|not have mail service|username|unbekannt|existiert nicht|nicht (?:bekannt|gefunden|vorhanden)|inconnu|n'existe pas|adresse d.?au moins un destinataire invalide|desconocid|no existe|sconosciut|non esiste|inesistente|desconhecid|não existe|onbekend|bestaat niet|nieznany|nie istnieje|nie ma|не существует|не найден|неизвестн|не зарегистрирован|neexistuje|finns inte|findes ikke|finnes ikke|存在しません|リストにありません|見つかりません|宛先不明|ユーザー?(?:が|は)|不存在|无此用户|查无此|존재하지|없는 사용자|ユーザ|5\.1\.1\b|5\.1\.0\b|5\.1\.3\b|5\.1\.10\b|5\.1\.351|5\.4\.310|undisclosed_recipient|ausgeschieden""",
    ),
    (
        R.EXPIRED,
        r"""expired|time(?:d)? ?-?out|too long|retry time|retry timeout|delay(?:ed)?|has been in (?:the )?queue|could not be delivered (?:for|within|after)|cannot send message (?:for|within)|for (?:the past |over |more than )?\d+ (?:days?|hours?)|gave up|giving up|4\.4\.7|5\.4\.7|no response|not respond|deferred|queued too long|undelivered after|retr(?:y|ies) (?:exceed|exhaust)|lost connection|connection (?:timed|refused|reset|lost|dropped|closed)|temporar|try again""",
    ),
    (
        R.NETWORK,
        r"""routing loop|mail loop|loop(?:s)? (?:back|detected)|too many hops|hop count|network|unreachable|no route|connect(?:ion)? (?:to|error|fail|refused)|could not connect|unable to connect|connection|name service|name server|host not found|dns|socket|hop""",
    ),
    (
        R.FILTERED,
        r"""filter|refus(?:ed|es)|rejected|not accepted|not want|denied|declined|blocked""",
    ),
    (
        R.SYSTEM,
        r"""system|server (?:error|config|busy|down)|local error|internal|configuration|resources|temporary|i/o error|cannot (?:open|create|write)|out of memory|ldap|database|mailer|command|unexpected|child|exit|pipe|procmail|maildrop|permission""",
    ),
    (R.CONTENT, r"""content|encoding|8-?bit|mime|format|syntax|conversion|5\.6\."""),
)
