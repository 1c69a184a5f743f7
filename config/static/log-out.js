// Logging out takes from this device what the field has kept on it, and asks before what is not sent yet.
const DATABASE = "field";

function count() {
  return new Promise((resolve) => {
    const asked = indexedDB.open(DATABASE);
    // There was none: it is not begun.
    asked.onupgradeneeded = () => asked.transaction.abort();
    asked.onerror = () => resolve(0);
    asked.onsuccess = () => {
      const db = asked.result;
      if (!db.objectStoreNames.contains("queue")) {
        db.close();
        return resolve(0);
      }
      const told = db.transaction("queue").objectStore("queue").count();
      told.onsuccess = () => { db.close(); resolve(told.result); };
      told.onerror = () => { db.close(); resolve(0); };
      return undefined;
    };
  });
}

const forget = () => new Promise((resolve) => {
  const asked = indexedDB.deleteDatabase(DATABASE);
  asked.onsuccess = asked.onerror = resolve;
});

// Whether the person leaves.
export async function leave(words) {
  const unsent = await count();
  if (unsent && !window.confirm(words.replace("{number}", unsent))) return false;
  await forget();
  return true;
}
