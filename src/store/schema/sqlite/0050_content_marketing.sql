-- Pages, banners, coupons and gift certificates: printed from their declarations.
CREATE TABLE page (
  store_id INTEGER NOT NULL REFERENCES store (store_id),
  id INTEGER NOT NULL,
  "channel_id" INTEGER,
  "name" TEXT,
  "email" TEXT,
  "parent_id" INTEGER,
  "is_homepage" INTEGER,
  "url" TEXT,
  "words" TEXT,
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
  store_id INTEGER NOT NULL REFERENCES store (store_id),
  id INTEGER NOT NULL,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE TABLE coupon (
  store_id INTEGER NOT NULL REFERENCES store (store_id),
  id INTEGER NOT NULL,
  "name" TEXT,
  "type" TEXT,
  "code" TEXT,
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
  store_id INTEGER NOT NULL REFERENCES store (store_id),
  id INTEGER NOT NULL,
  "order_id" INTEGER,
  "code" TEXT,
  "to_name" TEXT,
  "to_email" TEXT,
  "from_name" TEXT,
  "from_email" TEXT,
  doc TEXT NOT NULL,
  PRIMARY KEY (store_id, id)
);
CREATE INDEX gift_certificate_by_order_id
  ON gift_certificate (store_id, "order_id", id);
CREATE UNIQUE INDEX gift_certificate_by_code
  ON gift_certificate (store_id, "code");
