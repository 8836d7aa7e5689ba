// A small app on published clients, none of them changed. It answers the control panel's callbacks and hooks, and does on
// request (GET /do/NAME?…) what an app does in its first day; the answer is JSON for tests/e2e/real_clients_test.py.
'use strict';
const http = require('http');

const { Auth } = require('@bigcommerce/api-nodejs');
const { Management } = require('@space48/bigcommerce-api');
const { BigCommerceApiClient } = require('bigcommerce-api-client');
const NodeBigCommerce = require('node-bigcommerce');
const { Webhook } = require('standardwebhooks');

const clientId = process.env.APP_CLIENT_ID;
const clientSecret = process.env.APP_CLIENT_SECRET;
const seen = { installed: null, loads: [], hooks: [], uninstalled: null, removed: [] };

const origin = () => `http://127.0.0.1:${server.address().port}`;
const older = (more) => new NodeBigCommerce({ clientId, secret: clientSecret, callback: `${origin()}/auth`, ...more });
const vendors = () => new Auth({ clientId, clientSecret, authCallback: `${origin()}/auth` });
const token = () => ({ storeHash: seen.installed.context.split('/')[1], accessToken: seen.installed.access_token });

// Both signed forms must say the same, each to the client that reads it.
function verified(query) {
  const claims = vendors().verifyJWT(query.signed_payload_jwt);
  const payload = older().verify(query.signed_payload);
  if (claims.sub !== payload.context || claims.user.id !== payload.user.id) throw new Error('the two payloads differ');
  return { claims, payload };
}

const callbacks = {
  async auth(query) {
    const client = process.env.APP_AUTH === 'vendors' ? vendors() : older();
    seen.installed = await client.authorize(query);
    return '<h1>Installed</h1>';
  },
  async load(query) {
    seen.loads.push(verified(query).claims);
    return '<h1>Loaded</h1>';
  },
  async uninstall(query) {
    seen.uninstalled = verified(query).claims;
    return '{}';
  },
  async remove_user(query) {
    seen.removed.push(verified(query).claims);
    return '{}';
  },
};

const management = () => new Management.V3.Client(token());
const typed = () => new BigCommerceApiClient(token());

// An order from its beginning to its refund, over two clients that call it by other names.
const address = { first_name: 'Ada', last_name: 'Byron', zip: 'LS1', country: 'United Kingdom', country_iso2: 'GB' };
const newOrder = {
  billing_address: address,
  shipping_addresses: [address],
  products: [{ name: 'Mug', quantity: 2, price_ex_tax: 10, price_inc_tax: 12 }],
};
const shipmentOf = (place, line) => (
  { order_address_id: place.id, items: [{ order_product_id: line.id, quantity: line.quantity }] });
const refundOf = (line) => ({
  items: [{ item_type: 'PRODUCT', item_id: line.id, quantity: line.quantity }],
  payments: [{ provider_id: 'custom', amount: 24, offline: true }],
});

const work = {
  async order_of_older() {
    const v2 = older({ ...token(), apiVersion: 'v2' });
    const v3 = older({ ...token(), apiVersion: 'v3' });
    const made = await v2.post('/orders', newOrder);
    const [line] = await v2.get(`/orders/${made.id}/products`);
    const [place] = await v2.get(`/orders/${made.id}/shipping_addresses`);
    await v2.post(`/orders/${made.id}/shipments`, shipmentOf(place, line));
    const shipped = await v2.get(`/orders/${made.id}`);
    const refund = await v3.post(`/orders/${made.id}/payment_actions/refunds`, refundOf(line));
    const ended = await v2.get(`/orders/${made.id}`);
    return { steps: [made.status, shipped.status, ended.status], refunded: refund.data.total_amount };
  },
  async order_of_typed() {
    const { orders, orderTransactions } = typed();
    const made = await orders.createOrder(newOrder);
    const [line] = await orders.orderProducts.listOrderProducts(made.id);
    const [place] = await orders.orderShippingAddresses.getOrderShippingAddresses(made.id);
    await orders.orderShipments.createOrderShipment(made.id, shipmentOf(place, line));
    const shipped = await orders.getOrder(made.id);
    const refund = await orderTransactions.paymentActions.createRefund(made.id, refundOf(line));
    const ended = await orders.getOrder(made.id);
    return { steps: [made.status, shipped.status, ended.status], refunded: refund.data.total_amount };
  },
  seen: async () => seen,
  async hook({ scope }) {
    const client = older({ ...token(), apiVersion: 'v2' });
    return client.post('/hooks', { scope, destination: `${origin()}/hook`, is_active: true });
  },
  async create({ count }) {
    const people = Array.from({ length: Number(count) },
      (_, n) => ({ email: `c${n}@example.com`, first_name: 'C', last_name: `N${n}` }));
    return (await typed().customersV3.createCustomers(people)).data.length;
  },
  async page() {
    // Its Limit.ALL stops after one page (0.7.19), so the number is named.
    const all = await typed().customersV3.getAllCustomers({ sort: 'date_created:asc' }, 1, 1000);
    const ids = [];
    for await (const customer of management().list('/customers', { query: { limit: 250 } })) ids.push(customer.id);
    return { typed: all.data.length, dates: all.data[0].date_created instanceof Date, listed: new Set(ids).size };
  },
  // Creates what is new and updates what is there, as apps do.
  async upsert({ customer, value }) {
    const client = management();
    const path = { customerId: customer };
    const body = { namespace: 'first-day', key: 'tier', value, permission_set: 'app_only' };
    const found = await client.get('/customers/{customerId}/metafields', { path, query: { namespace: 'first-day' } });
    if (found && found.length) {
      return client.put('/customers/{customerId}/metafields/{metafieldId}',
        { path: { ...path, metafieldId: found[0].id }, body: { value } });
    }
    return client.post('/customers/{customerId}/metafields', { path, body });
  },
  async burst({ count }) {
    const client = older({ ...token(), apiVersion: 'v2' });
    const answers = await Promise.all(Array.from({ length: Number(count) }, () => client.get('/time')));
    return answers.filter((answer) => answer.time > 0).length;
  },
  async refused() {
    const client = older({ ...token(), apiVersion: 'v2', failOnLimitReached: true });
    for (let n = 0; n < 200; n += 1) {
      try {
        await client.get('/time');
      } catch (error) {
        return { message: error.message, retryAfter: error.retryAfter ?? null, code: error.code ?? null };
      }
    }
    return null;
  },
};

function readHook(request, body) {
  const key = Buffer.from(clientSecret).toString('base64');
  seen.hooks.push(new Webhook(key).verify(body, request.headers));
}

async function answer(request, body) {
  const url = new URL(request.url, origin());
  const query = Object.fromEntries(url.searchParams);
  const [, name, job] = url.pathname.split('/');
  if (name === 'hook') return readHook(request, body);
  if (name === 'do') return JSON.stringify(await work[job](query));
  return callbacks[name](query);
}

const server = http.createServer((request, response) => {
  const pieces = [];
  request.on('data', (piece) => pieces.push(piece));
  request.on('end', () => {
    answer(request, Buffer.concat(pieces).toString()).then(
      (text) => response.end(text || 'seen'),
      (error) => {
        response.statusCode = 500;
        response.end(String(error.stack || error) + (error.cause ? `\ncause: ${error.cause.message}` : ''));
      });
  });
});

server.listen(Number(process.env.APP_PORT || 0), '127.0.0.1', () => console.log(`app on ${server.address().port}`));
