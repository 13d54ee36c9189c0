-- One marketplace, three channels, teams, sellers; then a buyer, an order, a parcel and a
-- conversation of three messages for each number up to :size. Every twelfth is still open.
CREATE TEMP TABLE n ON COMMIT DROP AS SELECT g, now() - (:size - g) * interval '60 seconds' AS at
  FROM generate_series(1, :size) g;

INSERT INTO commerce_marketplace (id, key, name, kind, url) VALUES (1, 'bench', 'Bench', 'own', '');
INSERT INTO accounts_team (id, name, is_active)
  SELECT g, 'Team ' || g, true FROM generate_series(1, 6) g;
INSERT INTO channels_channel (id, public_id, key, name, kind, profile, address, own_addresses,
    sender_name, signature, language, settings, sealed, acknowledge, acknowledgements, undo_seconds,
    retention_days, is_active, health, trouble, cursor, marketplace_id, team_id)
  SELECT g, gen_random_uuid(), 'bench-' || g, 'Bench ' || g, 'email', 'generic',
    'desk' || g || '@bench.example', '[]', '', '', 'en', '{}', '', false, '{}', 10, 90, true, 'ok',
    '', '{}', 1, g FROM generate_series(1, 3) g;
INSERT INTO commerce_seller (id, public_id, external_id, name, sort_name, country, language, email,
    is_active, marketplace_id)
  SELECT g, gen_random_uuid(), 's' || g, 'Seller ' || g, 'seller ' || g, 'FR', 'fr',
    'seller' || g || '@bench.example', true, 1 FROM generate_series(1, 100) g;

INSERT INTO commerce_buyer (id, public_id, name, sort_name, language, country, time_zone, note)
  SELECT g, gen_random_uuid(), 'Buyer Number' || g, 'buyer number' || g, 'en', 'GB', '', '' FROM n;
INSERT INTO commerce_buyeridentity (id, kind, value, display, buyer_id, home_id)
  SELECT g, 'email', 'buyer' || g || '@bench.example', 'buyer' || g || '@bench.example', g, g FROM n;
INSERT INTO commerce_order (id, public_id, external_id, number_key, basket, placed_at, currency,
    total_minor, shipping_minor, state, delivery_name, city, postal_code, country, buyer_id,
    identity_id, marketplace_id, seller_id)
  SELECT g, gen_random_uuid(), 'GB ' || (10000 + g), 'GB' || (10000 + g), '', at, 'GBP', 4900, 490,
    'shipped', '', 'Leeds', 'LS1', 'GB', g, g, 1, 1 + g % 100 FROM n;
INSERT INTO commerce_orderline (key, title, quantity, unit_price_minor, order_id)
  SELECT '1', 'Vase', 1, 4410, g FROM n;
INSERT INTO shipping_parcel (id, order_id, external_id, carrier, tracking_number, tracking_key,
    tracking_url, state, shipped_at, expected_on)
  SELECT g, g, 'p' || g, 'Royal Mail', 'RM' || (100000000 + g) || 'GB', 'RM' || (100000000 + g) || 'GB',
    '', 'in_transit', at, at + interval '3 days' FROM n;
INSERT INTO shipping_trackingevent (parcel_id, at, status, place, description)
  SELECT g, at + e * interval '6 hours', 'in_transit', 'Leeds', 'Sorted' FROM n, generate_series(1, 2) e;

INSERT INTO conversations_conversation (id, public_id, channel_id, subject, identity_id, seller_id,
    order_id, parties, team_id, status_id, category, reason, reason_source, priority, language,
    is_spam, spam_reason, opened_at, last_message_at, waiting_since, first_replied_at, resolved_at,
    next_due_at, next_due_started_at, next_due_kind, next_due_source, operator_excerpt,
    operator_last_id, operator_count, buyer_excerpt, buyer_last_id, buyer_count, seller_excerpt,
    seller_last_id, seller_count)
  SELECT g, gen_random_uuid(), 1 + g % 3, 'About my order GB ' || (10000 + g), g, NULL, g, 5,
    1 + g % 6, CASE WHEN is_open THEN 'open' ELSE 'resolved' END,
    CASE WHEN is_open THEN 'open' ELSE 'resolved' END, 'order_status', 'proposed', 0, 'en', false, '',
    at, at + interval '2 hours', CASE WHEN is_open THEN at + interval '2 hours' END,
    at + interval '1 hour', CASE WHEN NOT is_open THEN at + interval '3 hours' END,
    CASE WHEN is_open THEN now() + (g % 400 - 20) * interval '1 minute' END,
    CASE WHEN is_open THEN now() - interval '2 hours' END,
    CASE WHEN is_open THEN 'next_reply' ELSE '' END, CASE WHEN is_open THEN 'policy' ELSE '' END,
    left(s.text, 139), 3 * g, 3, left(s.text, 139), 3 * g, 3, '', 0, 0
  FROM (SELECT *, g % 12 = 0 AS is_open FROM n) n JOIN sample s ON s.id = g % 4000;

INSERT INTO channels_envelope (id, channel_id, external_id, digest, size, raw_key, state, reason,
    attempts, sender, received_at)
  SELECT 2 * g - w, 1 + g % 3, '', sha256((2 * g - w)::text::bytea), 2400, '', 'stored', '', 0, '',
    at + w * interval '2 hours' FROM n, generate_series(0, 1) w;
INSERT INTO conversations_message (id, public_id, conversation_id, audience, author_kind, author_id,
    author_name, address, subject, text, quoted, html, language, search_config, search, external_id,
    external_digest, envelope_id, facts, files, received_at, released_at)
  SELECT 3 * g - 2 + m, gen_random_uuid(), g, 5, CASE m WHEN 1 THEN 'agent' ELSE 'buyer' END,
    CASE m WHEN 1 THEN 1 ELSE g END, CASE m WHEN 1 THEN 'Inès Bernard' ELSE 'Buyer Number' || g END,
    CASE m WHEN 1 THEN '' ELSE 'buyer' || g || '@bench.example' END,
    CASE m WHEN 1 THEN '' ELSE 'About my order GB ' || (10000 + g) END,
    s.text, '', '', 'en', 'english',
    s.search || to_tsvector('simple', 'about my order gb ' || (10000 + g) || ' buyer number' || g),
    CASE m WHEN 1 THEN '' ELSE g || '.' || m || '@buyer.example' END,
    CASE m WHEN 1 THEN NULL ELSE sha256((g || '.' || m || '@buyer.example')::bytea) END,
    CASE m WHEN 0 THEN 2 * g - 1 WHEN 2 THEN 2 * g END, '{}', 0,
    at + m * interval '1 hour', at + m * interval '1 hour'
  FROM n, generate_series(0, 2) m JOIN sample s ON true
  WHERE s.id = (g * 3 + m) % 4000;
INSERT INTO channels_delivery (id, channel_id, kind, state, message_id, recipients, give_up_at,
    attempts, sent_at, code, trouble, bounce_kind)
  SELECT g, 1 + g % 3, 'reply', 'sent', 'bench.' || g || '@bench.example',
    jsonb_build_array('buyer' || g || '@bench.example'), at, 1, at, '', '', '' FROM n;
INSERT INTO conversations_messagedelivery (message_id, delivery_id, party)
  SELECT 3 * g - 1, g, 1 FROM n;
INSERT INTO deadlines_deadline (subject_kind, subject_id, kind, source, basis, state, started_at,
    due_at, target_minutes, why, ended_at, late_seconds)
  SELECT 'conversation', g, CASE d WHEN 0 THEN 'first_reply' ELSE 'next_reply' END, 'policy',
    'calendar', CASE WHEN d = 1 AND g % 12 = 0 THEN 'running' ELSE 'met' END, at,
    at + interval '4 hours', 240, '', CASE WHEN d = 1 AND g % 12 = 0 THEN NULL ELSE at END, 0
  FROM n, generate_series(0, 1) d;
INSERT INTO journal_entry (at, event, subject_kind, subject_id, data, actor_kind, actor_id)
  SELECT at + e * interval '1 hour', 'conversations.MessageReceived', 'conversation', g,
    jsonb_build_object('conversation_id', g, 'message_id', 3 * g - 2 + e), 'channel', 1
  FROM n, generate_series(0, 2) e;

SELECT setval(pg_get_serial_sequence(t, 'id'), (SELECT max(m) FROM (VALUES (4 * :size)) v(m)))
FROM unnest(ARRAY['commerce_marketplace', 'accounts_team', 'channels_channel', 'commerce_seller',
  'commerce_buyer', 'commerce_buyeridentity', 'commerce_order', 'shipping_parcel',
  'conversations_conversation', 'channels_envelope', 'conversations_message',
  'channels_delivery']) t;
