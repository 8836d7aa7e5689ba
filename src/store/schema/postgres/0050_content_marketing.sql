-- Pages, banners, coupons and gift certificates: printed from their declarations.
CREATE TABLE page (
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  id BIGINT NOT NULL,
  "channel_id" BIGINT,
  "name" TEXT COLLATE "C",
  "email" TEXT COLLATE "C",
  "parent_id" BIGINT,
  "is_homepage" BIGINT,
  "url" TEXT COLLATE "C",
  "words" TEXT COLLATE "C",
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX page_by_channel_id
  ON page (store_id, "channel_id", id);
CREATE UNIQUE INDEX page_by_name
  ON page (store_id, "name");
CREATE UNIQUE INDEX page_by_email
  ON page (store_id, "email");
CREATE INDEX page_by_parent_id
  ON page (store_id, "parent_id", id);
CREATE INDEX page_by_is_homepage
  ON page (store_id, "is_homepage", id);
CREATE INDEX page_by_url
  ON page (store_id, "url", id);
CREATE TABLE banner (
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  id BIGINT NOT NULL,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE TABLE coupon (
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  id BIGINT NOT NULL,
  "name" TEXT COLLATE "C",
  "type" TEXT COLLATE "C",
  "code" TEXT COLLATE "C",
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE UNIQUE INDEX coupon_by_name
  ON coupon (store_id, "name");
CREATE INDEX coupon_by_type
  ON coupon (store_id, "type", id);
CREATE UNIQUE INDEX coupon_by_code
  ON coupon (store_id, "code");
CREATE TABLE gift_certificate (
  store_id BIGINT NOT NULL REFERENCES store (store_id),
  id BIGINT NOT NULL,
  "order_id" BIGINT,
  "code" TEXT COLLATE "C",
  "to_name" TEXT COLLATE "C",
  "to_email" TEXT COLLATE "C",
  "from_name" TEXT COLLATE "C",
  "from_email" TEXT COLLATE "C",
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX gift_certificate_by_order_id
  ON gift_certificate (store_id, "order_id", id);
CREATE UNIQUE INDEX gift_certificate_by_code
  ON gift_certificate (store_id, "code");
