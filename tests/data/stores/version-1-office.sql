BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
) STRICT;
INSERT INTO "_sqlite_migrations" VALUES(1,'tanbao','s001_first','2026-11-27 13:54:48.763110+00:00');
CREATE TABLE act_files (
        act INTEGER NOT NULL REFERENCES acts (number) DEFERRABLE INITIALLY DEFERRED, place INTEGER NOT NULL,
        name TEXT NOT NULL, sha256 TEXT NOT NULL REFERENCES contents (sha256), folder TEXT NOT NULL,
        written INTEGER NOT NULL, PRIMARY KEY (act, place)) STRICT, WITHOUT ROWID;
INSERT INTO "act_files" VALUES(4,0,'a.pdf','8916dd857f71d0ac71ed2c271e343365db5215da93df05b1eaaa7aae551bd82e','/out',1);
CREATE TABLE acts (
        number INTEGER PRIMARY KEY, at TEXT NOT NULL, person TEXT NOT NULL, kind TEXT NOT NULL, why TEXT NOT NULL,
        about TEXT NOT NULL, recorded TEXT NOT NULL, before TEXT NOT NULL, hash TEXT NOT NULL UNIQUE) STRICT;
INSERT INTO "acts" VALUES(1,'2026-11-27T21:54:48.876998+08:00','王某','found','found','{}','[["facts","[\"office_name\"]","1cf59541a04030e0891d39569a192cbcda9d422c9ed372ae8c34279f862b587d"]]','0000000000000000000000000000000000000000000000000000000000000000','30ddbc58f77f944cc56e1802097cca6aee0c2a5857e24b01cf41c8574d5247cf');
INSERT INTO "acts" VALUES(2,'2026-11-27T21:54:48.899124+08:00','','write','','{}','[["facts","[\"store.plan\"]","3995d8d5060b43043893970225afb52a66e190acc5a821237eb6a17654fd0df4"],["plan_files","[\"pppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppp\",\"plan.toml\"]","06c82f62fcbb29d6f51741ced0d24d3152ab45af7aa79f0854a21d68edf46213"],["plans","[\"pppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppp\"]","3ca07dfe2f9ca063ce89324e44f1519e04f8bee0a08bfd121b11595e3794fe32"]]','30ddbc58f77f944cc56e1802097cca6aee0c2a5857e24b01cf41c8574d5247cf','15a62c0168ef4ca4b71d6dca815d41ef36df839646262da1aa8490cdac922dfc');
INSERT INTO "acts" VALUES(3,'2026-11-27T21:54:48.910611+08:00','王某','write','','{}','[["settings","[1]","87ea7a3b141905e96d959f1aefc20481c592886b1c3af1356191b0a617025b6b"]]','15a62c0168ef4ca4b71d6dca815d41ef36df839646262da1aa8490cdac922dfc','93bce2eb7cc9829d2122c85d37c5f5ae6b092ea2449fd36c845cbee5e6fd45cb');
INSERT INTO "acts" VALUES(4,'2026-11-27T21:54:48.938585+08:00','王某','draft','draft','{"unit":"610924"}','[["adjudications","[1]","20971a27f3c38cd28f1c3cf20af9a2bf099976aacca2df1f39893de674bc8aff"],["attachments","[\"x\",\"x\",\"8916dd857f71d0ac71ed2c271e343365db5215da93df05b1eaaa7aae551bd82e\"]","5aa4a1b15f91499431d44a8ba320073afc6e8bf1f45115d44daca31adc059b8f"],["carried","[\"x\",\"x\"]","54241f3da9d1209f66c7c678688c0ff469761c12336172b5bf0cd5b721edb3cf"],["chases","[1]","4b85f262da0c373988723aea2cd5b16de6c196dd3b3b104dedc251e7d9680717"],["evidence_files","[\"8916dd857f71d0ac71ed2c271e343365db5215da93df05b1eaaa7aae551bd82e\"]","cd369a9a1976e232980f22ecf307be5e3a921d9761ebcc1c952a7d293c76332c"],["evidence_listed","[\"x\",\"8916dd857f71d0ac71ed2c271e343365db5215da93df05b1eaaa7aae551bd82e\"]","defc5cbeadbc82e41f34679438636d4aefe21870b4b5d8ebab1189afc3ba2209"],["forms","[\"x\",\"x\",\"8916dd857f71d0ac71ed2c271e343365db5215da93df05b1eaaa7aae551bd82e\"]","d3d1b7e2e4a92df72a8d9cdcdf66acc7ba3d538de514fbdce8c909fb323ce2ea"],["issued","[1]","c17839ea3c1beb258a993fae12012259916be609b786627716c910ab6582ffb3"],["keys","[\"x\",\"x\"]","a79cd0a914111f963636a4b329fb127e8b81b0760598d66b6ba6f749fdac2c16"],["notices","[1]","e6423e0edf46e121ac597ccd727f58b5d8c404de146219fee754d19a1cd7ebf4"],["papers","[\"x\",\"x\"]","cd3a420b4a8766ebe67ba93fec0032a6f31d65e7279d2221fe8d3ac7d9b23298"],["quarantine","[\"8916dd857f71d0ac71ed2c271e343365db5215da93df05b1eaaa7aae551bd82e\"]","5f472ea20df9765a2507b5e14df28eefc7577d367c900713df90f48e17e88002"],["queries","[1]","9c577809859d953c15cf8ff0805793a423a90872bdc06d7ceaaafc0ae087c8c8"],["query_ends","[1]","94883308b5d5cd50977bef32c2c26b4c5df923571c3cf5e9320f70068adebbb4"],["receipts","[\"8916dd857f71d0ac71ed2c271e343365db5215da93df05b1eaaa7aae551bd82e\"]","93ffce147f8faf865bd155e18a821b15610c047a9bdebd530caaf4862c2f24db"],["receptions","[1]","c06329391b9cbcf07138881d3cf58ccc9793289efeaed23db50546bc4a9cd3bd"],["returns","[\"x\"]","3638e8bee9e7e88c2c6432412f8fce9023e9c395a917ea9acc8a40d435daec04"],["reviews","[1]","8dfb089e1c2f083fa4ff714574f8b31dd83c8dc378e89cd3de28a35230695b56"],["rulings","[1]","a839cf71c490f60ff3049ebebbfe5b33877f805b92daeb86cd1542b13ba8a76a"],["sent_back","[1]","e965b20d9ec216fce6dab7c79a2e07b387797d951c98f4be84f3db51df3148bf"],["settlements","[1]","5d190ee3ab9f79a778c45fccafc2cd6cfe4b6fcb84ad297f76f68adb9904efd5"],["slice_answers","[1]","336bd17bbee10b0c53877c622bd6e94b27b9011ff39c9037a586127a23a94380"],["slices","[\"x\",\"x\"]","faa955b0535e1567b44b017febd79b718097460c8bf62f2100bd2e50e9cc4ef9"],["stamped_scans","[\"x\",\"8916dd857f71d0ac71ed2c271e343365db5215da93df05b1eaaa7aae551bd82e\"]","77eda387748daabf035c3f55c2e3b1146feacc009d5e30895559260d7ad5ce46"],["supplies","[\"x\",\"x\",\"x\"]","69519685d14a609fe76cf38c6d5710c1f3d9613fde72143b2bed56aa02c9de55"],["withdrawals","[1]","6eb610b4c2e95ef1147e6c5cb2398c627848f0e94ee75869ea1ca2a874367743"],["history","[1,5]","322d07156e5a2d33c7e86662293116fda2610fc1151e200532b28847c6cf3202"],["register_history","[1,1]","bf49cb126d91261e9f48b06f56db16b2727b1c7d16ae7599bcfef2d34766d3cb"],["file","a.pdf","8916dd857f71d0ac71ed2c271e343365db5215da93df05b1eaaa7aae551bd82e"]]','93bce2eb7cc9829d2122c85d37c5f5ae6b092ea2449fd36c845cbee5e6fd45cb','d8d39e25a591fbb3d73d09aa4389c58579a71516ed4d443cb8b5d6d4b1d7b6bb');
CREATE TABLE adjudications (
        id INTEGER PRIMARY KEY AUTOINCREMENT, period TEXT NOT NULL, indicator TEXT NOT NULL, value TEXT NOT NULL,
        reason TEXT NOT NULL, document TEXT NOT NULL, person TEXT NOT NULL, at TEXT NOT NULL,
        rests_on TEXT NOT NULL, checked_by TEXT) STRICT;
INSERT INTO "adjudications" VALUES(1,'x','x','x','x','x','x','x','x','x');
CREATE TABLE attachments (
        period TEXT NOT NULL, place TEXT NOT NULL, sha256 TEXT NOT NULL REFERENCES evidence_files (sha256),
        name TEXT NOT NULL, at TEXT NOT NULL, person TEXT NOT NULL,
        PRIMARY KEY (period, place, sha256)) STRICT, WITHOUT ROWID;
INSERT INTO "attachments" VALUES('x','x','8916dd857f71d0ac71ed2c271e343365db5215da93df05b1eaaa7aae551bd82e','x','x','x');
CREATE TABLE carried (
        period TEXT NOT NULL, place TEXT NOT NULL, said TEXT NOT NULL,
        PRIMARY KEY (period, place)) STRICT, WITHOUT ROWID;
INSERT INTO "carried" VALUES('x','x','x');
CREATE TABLE cells (
        period TEXT NOT NULL, address TEXT NOT NULL, state TEXT, value TEXT, numeric INTEGER NOT NULL,
        raw TEXT NOT NULL, note TEXT NOT NULL, remarks TEXT NOT NULL, fault TEXT,
        PRIMARY KEY (period, address)) STRICT, WITHOUT ROWID;
INSERT INTO "cells" VALUES('x','x','x','x',1,'x','x','x','x');
CREATE TABLE chases (
        id INTEGER PRIMARY KEY AUTOINCREMENT, period TEXT NOT NULL, unit TEXT NOT NULL, at TEXT NOT NULL,
        channel TEXT NOT NULL, person TEXT NOT NULL, note TEXT NOT NULL) STRICT;
INSERT INTO "chases" VALUES(1,'x','x','x','x','x','x');
CREATE TABLE contents (sha256 TEXT PRIMARY KEY, size INTEGER NOT NULL, content BLOB NOT NULL) STRICT;
INSERT INTO "contents" VALUES('8916dd857f71d0ac71ed2c271e343365db5215da93df05b1eaaa7aae551bd82e',17,X'7768617420612070617065722073617973');
CREATE TABLE evidence_files (sha256 TEXT PRIMARY KEY, size INTEGER NOT NULL, content BLOB NOT NULL) STRICT;
INSERT INTO "evidence_files" VALUES('8916dd857f71d0ac71ed2c271e343365db5215da93df05b1eaaa7aae551bd82e',1,X'7768617420612070617065722073617973');
CREATE TABLE evidence_listed (
        digest TEXT NOT NULL, sha256 TEXT NOT NULL, name TEXT NOT NULL, size INTEGER NOT NULL,
        PRIMARY KEY (digest, sha256)) STRICT, WITHOUT ROWID;
INSERT INTO "evidence_listed" VALUES('x','8916dd857f71d0ac71ed2c271e343365db5215da93df05b1eaaa7aae551bd82e','x',1);
CREATE TABLE explanations (
        period TEXT NOT NULL, key TEXT NOT NULL, code TEXT NOT NULL, text TEXT NOT NULL, fingerprint TEXT NOT NULL,
        PRIMARY KEY (period, key)) STRICT, WITHOUT ROWID;
INSERT INTO "explanations" VALUES('x','x','x','x','x');
CREATE TABLE facts (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO "facts" VALUES('office_name','汇总单位');
INSERT INTO "facts" VALUES('store.kind','office');
INSERT INTO "facts" VALUES('store.plan','pppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppp');
CREATE TABLE forms (
        sha256 TEXT NOT NULL, digest TEXT NOT NULL, key TEXT NOT NULL, kind TEXT NOT NULL, content BLOB NOT NULL,
        PRIMARY KEY (digest, key, sha256),
        FOREIGN KEY (digest, key) REFERENCES papers (digest, key) DEFERRABLE INITIALLY DEFERRED) STRICT;
INSERT INTO "forms" VALUES('8916dd857f71d0ac71ed2c271e343365db5215da93df05b1eaaa7aae551bd82e','x','x','x',X'7768617420612070617065722073617973');
CREATE TABLE history (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, person TEXT NOT NULL, why TEXT NOT NULL, batch TEXT NOT NULL,
        kind TEXT NOT NULL, period TEXT NOT NULL, place TEXT NOT NULL, before TEXT, after TEXT) STRICT;
INSERT INTO "history" VALUES(1,'2026-11-27T21:54:48.938585+08:00','王某','draft','5871098c538024e7','cell','x','x',NULL,'{"state":"x","value":"x","numeric":1,"raw":"x","note":"x","remarks":"x","fault":"x"}');
INSERT INTO "history" VALUES(2,'2026-11-27T21:54:48.938585+08:00','王某','draft','5871098c538024e7','explanation','x','x',NULL,'{"code":"x","text":"x","fingerprint":"x"}');
INSERT INTO "history" VALUES(3,'2026-11-27T21:54:48.938585+08:00','王某','draft','5871098c538024e7','key','','x',NULL,'{"fingerprint":"x","since":"x","until":"x","compared":1,"person":"x","ended_because":"x"}');
INSERT INTO "history" VALUES(4,'2026-11-27T21:54:48.938585+08:00','王某','draft','5871098c538024e7','evidence','x','x',NULL,'{"name":"x","sha256":"8916dd857f71d0ac71ed2c271e343365db5215da93df05b1eaaa7aae551bd82e"}');
INSERT INTO "history" VALUES(5,'2026-11-27T21:54:48.938585+08:00','王某','draft','5871098c538024e7','lock','x','x',NULL,'{"digest":"x"}');
CREATE TABLE issued (
        id INTEGER PRIMARY KEY AUTOINCREMENT, digest TEXT NOT NULL, unit TEXT NOT NULL, period TEXT NOT NULL,
        decision TEXT NOT NULL, at TEXT NOT NULL, person TEXT NOT NULL, file TEXT NOT NULL,
        content BLOB NOT NULL) STRICT;
INSERT INTO "issued" VALUES(1,'x','x','x','x','x','x','x',X'7768617420612070617065722073617973');
CREATE TABLE keys (
        unit TEXT NOT NULL, fingerprint TEXT NOT NULL, certificate BLOB NOT NULL, since TEXT,
        until TEXT, enrolled_at TEXT NOT NULL, compared INTEGER NOT NULL, person TEXT NOT NULL,
        ended_because TEXT NOT NULL, PRIMARY KEY (unit, fingerprint)) STRICT;
INSERT INTO "keys" VALUES('x','x',X'7768617420612070617065722073617973','x','x','x',1,'x','x');
CREATE TABLE locks (period TEXT PRIMARY KEY, digest TEXT NOT NULL REFERENCES returns (digest)) STRICT;
INSERT INTO "locks" VALUES('x','x');
CREATE TABLE notices (
        id INTEGER PRIMARY KEY AUTOINCREMENT, period TEXT NOT NULL, number INTEGER NOT NULL, at TEXT NOT NULL,
        person TEXT NOT NULL, digests TEXT NOT NULL, facts TEXT NOT NULL, files TEXT NOT NULL,
        UNIQUE (period, number)) STRICT;
INSERT INTO "notices" VALUES(1,'x',1,'x','x','x','x','x');
CREATE TABLE papers (
        digest TEXT NOT NULL, key TEXT NOT NULL, unit TEXT NOT NULL, period TEXT NOT NULL, revision INTEGER NOT NULL,
        ancestors TEXT NOT NULL, content BLOB NOT NULL, certificate BLOB NOT NULL, plan TEXT NOT NULL,
        settings INTEGER NOT NULL, good INTEGER NOT NULL, reasons TEXT NOT NULL, request BLOB, registered TEXT NOT NULL,
        PRIMARY KEY (digest, key)) STRICT;
INSERT INTO "papers" VALUES('x','x','x','x',1,'x',X'7768617420612070617065722073617973',X'7768617420612070617065722073617973','x',1,1,'x',X'7768617420612070617065722073617973','x');
CREATE TABLE plan_files (
        plan TEXT NOT NULL REFERENCES plans (digest), name TEXT NOT NULL, content BLOB NOT NULL,
        PRIMARY KEY (plan, name)) STRICT;
INSERT INTO "plan_files" VALUES('pppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppp','plan.toml',X'5B706C616E5D');
CREATE TABLE plans (digest TEXT PRIMARY KEY, id TEXT NOT NULL, version TEXT NOT NULL, at TEXT NOT NULL) STRICT;
INSERT INTO "plans" VALUES('pppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppppp','AK-LC-2020','1','2026-11-27T21:54:48.899239+08:00');
CREATE TABLE quarantine (
        sha256 TEXT PRIMARY KEY, file TEXT NOT NULL, at TEXT NOT NULL, reasons TEXT NOT NULL,
        content BLOB NOT NULL) STRICT;
INSERT INTO "quarantine" VALUES('8916dd857f71d0ac71ed2c271e343365db5215da93df05b1eaaa7aae551bd82e','x','x','x',X'7768617420612070617065722073617973');
CREATE TABLE queries (
        id INTEGER PRIMARY KEY AUTOINCREMENT, digest TEXT NOT NULL, unit TEXT NOT NULL, period TEXT NOT NULL,
        place TEXT NOT NULL, address TEXT NOT NULL, said TEXT NOT NULL, channel TEXT NOT NULL, words TEXT NOT NULL,
        person TEXT NOT NULL, at TEXT NOT NULL) STRICT;
INSERT INTO "queries" VALUES(1,'x','x','x','x','x','x','x','x','x','x');
CREATE TABLE query_ends (
        query INTEGER PRIMARY KEY REFERENCES queries (id), answer TEXT NOT NULL, answered_by TEXT NOT NULL,
        person TEXT NOT NULL, at TEXT NOT NULL) STRICT;
INSERT INTO "query_ends" VALUES(1,'x','x','x','x');
CREATE TABLE receipts (
        sha256 TEXT PRIMARY KEY, digest TEXT NOT NULL, period TEXT NOT NULL, decision TEXT NOT NULL,
        issued_at TEXT NOT NULL, taken_at TEXT NOT NULL, content BLOB NOT NULL) STRICT;
INSERT INTO "receipts" VALUES('8916dd857f71d0ac71ed2c271e343365db5215da93df05b1eaaa7aae551bd82e','x','x','x','x','x',X'7768617420612070617065722073617973');
CREATE TABLE receptions (
        id INTEGER PRIMARY KEY AUTOINCREMENT, file TEXT NOT NULL, sha256 TEXT NOT NULL, received_at TEXT NOT NULL,
        registered_at TEXT NOT NULL, channel TEXT NOT NULL, person TEXT NOT NULL, decision TEXT NOT NULL,
        reasons TEXT NOT NULL, digest TEXT, key TEXT, seals TEXT NOT NULL,
        unit TEXT, period TEXT, revision INTEGER) STRICT;
INSERT INTO "receptions" VALUES(1,'x','8916dd857f71d0ac71ed2c271e343365db5215da93df05b1eaaa7aae551bd82e','x','x','x','x','x','x','x','x','x','x','x',1);
CREATE TABLE register_history (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, person TEXT NOT NULL, why TEXT NOT NULL, batch TEXT NOT NULL,
        period TEXT NOT NULL, register TEXT NOT NULL, part INTEGER NOT NULL, before BLOB, after TEXT) STRICT;
INSERT INTO "register_history" VALUES(1,'2026-11-27T21:54:48.938585+08:00','王某','draft','5871098c538024e7','x','x',1,NULL,'8916dd857f71d0ac71ed2c271e343365db5215da93df05b1eaaa7aae551bd82e');
CREATE TABLE registers (
        period TEXT NOT NULL, register TEXT NOT NULL, part INTEGER NOT NULL, content BLOB NOT NULL,
        PRIMARY KEY (period, register, part)) STRICT;
INSERT INTO "registers" VALUES('x','x',1,X'7768617420612070617065722073617973');
CREATE TABLE returns (
        digest TEXT PRIMARY KEY, period TEXT NOT NULL, revision INTEGER NOT NULL, ancestors TEXT NOT NULL,
        reason TEXT NOT NULL, filed_at TEXT NOT NULL, own INTEGER NOT NULL, content BLOB NOT NULL,
        files TEXT NOT NULL) STRICT;
INSERT INTO "returns" VALUES('x','x',1,'x','x','x',1,X'7768617420612070617065722073617973','x');
CREATE TABLE reviews (
        id INTEGER PRIMARY KEY AUTOINCREMENT, digest TEXT NOT NULL, unit TEXT NOT NULL, period TEXT NOT NULL,
        place TEXT NOT NULL, said TEXT NOT NULL, decision TEXT NOT NULL, person TEXT NOT NULL,
        at TEXT NOT NULL) STRICT;
INSERT INTO "reviews" VALUES(1,'x','x','x','x','x','x','x','x');
CREATE TABLE rulings (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT, unit TEXT NOT NULL, period TEXT NOT NULL, keep TEXT NOT NULL,
        others TEXT NOT NULL, reason TEXT NOT NULL, person TEXT NOT NULL, checked_by TEXT, at TEXT NOT NULL) STRICT;
INSERT INTO "rulings" VALUES(1,'x','x','x','x','x','x','x','x');
CREATE TABLE sent_back (
        id INTEGER PRIMARY KEY AUTOINCREMENT, digest TEXT NOT NULL, unit TEXT NOT NULL, period TEXT NOT NULL,
        number TEXT NOT NULL, at TEXT NOT NULL, until TEXT NOT NULL, person TEXT NOT NULL,
        items TEXT NOT NULL) STRICT;
INSERT INTO "sent_back" VALUES(1,'x','x','x','x','x','x','x','x');
CREATE TABLE settings (
        version INTEGER PRIMARY KEY, content TEXT NOT NULL, at TEXT NOT NULL, person TEXT NOT NULL) STRICT;
INSERT INTO "settings" VALUES(1,'{"version":1}','2020-10-13T09:30:00.000000+08:00','王某');
CREATE TABLE settlements (
        id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, unit TEXT NOT NULL, period TEXT NOT NULL,
        place TEXT NOT NULL, manner TEXT NOT NULL, reason TEXT NOT NULL, person TEXT NOT NULL,
        at TEXT NOT NULL) STRICT;
INSERT INTO "settlements" VALUES(1,'x','x','x','x','x','x','x','x');
CREATE TABLE slice_answers (
        id INTEGER PRIMARY KEY AUTOINCREMENT, period TEXT NOT NULL, slice TEXT NOT NULL, file TEXT NOT NULL,
        at TEXT NOT NULL) STRICT;
INSERT INTO "slice_answers" VALUES(1,'x','x','x','x');
CREATE TABLE slices (
        period TEXT NOT NULL, id TEXT NOT NULL, supplier TEXT NOT NULL, scope TEXT NOT NULL, until TEXT NOT NULL,
        made TEXT NOT NULL, file TEXT NOT NULL, PRIMARY KEY (period, id)) STRICT, WITHOUT ROWID;
INSERT INTO "slices" VALUES('x','x','x','x','x','x','x');
CREATE TABLE stages (token TEXT PRIMARY KEY, folder TEXT NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO "stages" VALUES('0000000000000000','/out');
CREATE TABLE stamped_scans (
        digest TEXT NOT NULL REFERENCES returns (digest), sha256 TEXT NOT NULL REFERENCES evidence_files (sha256),
        name TEXT NOT NULL, at TEXT NOT NULL, person TEXT NOT NULL, signed_on TEXT, printed_on TEXT,
        PRIMARY KEY (digest, sha256)) STRICT, WITHOUT ROWID;
INSERT INTO "stamped_scans" VALUES('x','8916dd857f71d0ac71ed2c271e343365db5215da93df05b1eaaa7aae551bd82e','x','x','x','x','x');
CREATE TABLE supplies (
        period TEXT NOT NULL, place TEXT NOT NULL, supplier TEXT NOT NULL, said TEXT NOT NULL, at TEXT NOT NULL,
        file TEXT NOT NULL, settled INTEGER NOT NULL, register TEXT NOT NULL, content BLOB NOT NULL,
        PRIMARY KEY (period, place, supplier)) STRICT, WITHOUT ROWID;
INSERT INTO "supplies" VALUES('x','x','x','x','x','x',1,'x',X'7768617420612070617065722073617973');
CREATE TABLE withdrawals (
        adjudication INTEGER PRIMARY KEY REFERENCES adjudications (id), reason TEXT NOT NULL, person TEXT NOT NULL,
        at TEXT NOT NULL) STRICT;
INSERT INTO "withdrawals" VALUES(1,'x','x','x');
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX history_place ON history (kind, period, place);
CREATE INDEX history_batch ON history (batch);
CREATE TRIGGER cells_insert AFTER INSERT ON cells  BEGIN INSERT INTO history (at, person, why, batch, kind, period, place, before, after) VALUES (store_at(), store_person(), store_why(), store_batch(), 'cell', new.period, new.address, NULL, json_object('state', new.state, 'value', new.value, 'numeric', new.numeric, 'raw', new.raw, 'note', new.note, 'remarks', new.remarks, 'fault', new.fault)); END;
CREATE TRIGGER cells_update AFTER UPDATE ON cells WHEN old.state IS NOT new.state OR old.value IS NOT new.value OR old.numeric IS NOT new.numeric OR old.raw IS NOT new.raw OR old.note IS NOT new.note OR old.remarks IS NOT new.remarks OR old.fault IS NOT new.fault BEGIN INSERT INTO history (at, person, why, batch, kind, period, place, before, after) VALUES (store_at(), store_person(), store_why(), store_batch(), 'cell', new.period, new.address, json_object('state', old.state, 'value', old.value, 'numeric', old.numeric, 'raw', old.raw, 'note', old.note, 'remarks', old.remarks, 'fault', old.fault), json_object('state', new.state, 'value', new.value, 'numeric', new.numeric, 'raw', new.raw, 'note', new.note, 'remarks', new.remarks, 'fault', new.fault)); END;
CREATE TRIGGER cells_delete AFTER DELETE ON cells  BEGIN INSERT INTO history (at, person, why, batch, kind, period, place, before, after) VALUES (store_at(), store_person(), store_why(), store_batch(), 'cell', old.period, old.address, json_object('state', old.state, 'value', old.value, 'numeric', old.numeric, 'raw', old.raw, 'note', old.note, 'remarks', old.remarks, 'fault', old.fault), NULL); END;
CREATE INDEX register_history_place ON register_history (period, register);
CREATE TRIGGER registers_insert AFTER INSERT ON registers  BEGIN INSERT INTO register_history (at, person, why, batch, period, register, part, before, after) VALUES (store_at(), store_person(), store_why(), store_batch(), new.period, new.register, new.part, NULL, store_sha256(new.content)); END;
CREATE TRIGGER registers_update AFTER UPDATE ON registers WHEN old.content IS NOT new.content BEGIN INSERT INTO register_history (at, person, why, batch, period, register, part, before, after) VALUES (store_at(), store_person(), store_why(), store_batch(), new.period, new.register, new.part, old.content, store_sha256(new.content)); END;
CREATE TRIGGER registers_delete AFTER DELETE ON registers  BEGIN INSERT INTO register_history (at, person, why, batch, period, register, part, before, after) VALUES (store_at(), store_person(), store_why(), store_batch(), old.period, old.register, old.part, old.content, NULL); END;
CREATE TRIGGER explanations_insert AFTER INSERT ON explanations  BEGIN INSERT INTO history (at, person, why, batch, kind, period, place, before, after) VALUES (store_at(), store_person(), store_why(), store_batch(), 'explanation', new.period, new.key, NULL, json_object('code', new.code, 'text', new.text, 'fingerprint', new.fingerprint)); END;
CREATE TRIGGER explanations_update AFTER UPDATE ON explanations WHEN old.code IS NOT new.code OR old.text IS NOT new.text OR old.fingerprint IS NOT new.fingerprint BEGIN INSERT INTO history (at, person, why, batch, kind, period, place, before, after) VALUES (store_at(), store_person(), store_why(), store_batch(), 'explanation', new.period, new.key, json_object('code', old.code, 'text', old.text, 'fingerprint', old.fingerprint), json_object('code', new.code, 'text', new.text, 'fingerprint', new.fingerprint)); END;
CREATE TRIGGER explanations_delete AFTER DELETE ON explanations  BEGIN INSERT INTO history (at, person, why, batch, kind, period, place, before, after) VALUES (store_at(), store_person(), store_why(), store_batch(), 'explanation', old.period, old.key, json_object('code', old.code, 'text', old.text, 'fingerprint', old.fingerprint), NULL); END;
CREATE INDEX returns_period ON returns (period);
CREATE TRIGGER locks_insert AFTER INSERT ON locks  BEGIN INSERT INTO history (at, person, why, batch, kind, period, place, before, after) VALUES (store_at(), store_person(), store_why(), store_batch(), 'lock', new.period, new.period, NULL, json_object('digest', new.digest)); END;
CREATE TRIGGER locks_update AFTER UPDATE ON locks WHEN old.digest IS NOT new.digest BEGIN INSERT INTO history (at, person, why, batch, kind, period, place, before, after) VALUES (store_at(), store_person(), store_why(), store_batch(), 'lock', new.period, new.period, json_object('digest', old.digest), json_object('digest', new.digest)); END;
CREATE TRIGGER locks_delete AFTER DELETE ON locks  BEGIN INSERT INTO history (at, person, why, batch, kind, period, place, before, after) VALUES (store_at(), store_person(), store_why(), store_batch(), 'lock', old.period, old.period, json_object('digest', old.digest), NULL); END;
CREATE INDEX papers_place ON papers (unit, period);
CREATE TRIGGER keys_insert AFTER INSERT ON keys  BEGIN INSERT INTO history (at, person, why, batch, kind, period, place, before, after) VALUES (store_at(), store_person(), store_why(), store_batch(), 'key', '', new.unit, NULL, json_object('fingerprint', new.fingerprint, 'since', new.since, 'until', new.until, 'compared', new.compared, 'person', new.person, 'ended_because', new.ended_because)); END;
CREATE TRIGGER keys_update AFTER UPDATE ON keys WHEN old.fingerprint IS NOT new.fingerprint OR old.since IS NOT new.since OR old.until IS NOT new.until OR old.compared IS NOT new.compared OR old.person IS NOT new.person OR old.ended_because IS NOT new.ended_because BEGIN INSERT INTO history (at, person, why, batch, kind, period, place, before, after) VALUES (store_at(), store_person(), store_why(), store_batch(), 'key', '', new.unit, json_object('fingerprint', old.fingerprint, 'since', old.since, 'until', old.until, 'compared', old.compared, 'person', old.person, 'ended_because', old.ended_because), json_object('fingerprint', new.fingerprint, 'since', new.since, 'until', new.until, 'compared', new.compared, 'person', new.person, 'ended_because', new.ended_because)); END;
CREATE TRIGGER keys_delete AFTER DELETE ON keys  BEGIN INSERT INTO history (at, person, why, batch, kind, period, place, before, after) VALUES (store_at(), store_person(), store_why(), store_batch(), 'key', '', old.unit, json_object('fingerprint', old.fingerprint, 'since', old.since, 'until', old.until, 'compared', old.compared, 'person', old.person, 'ended_because', old.ended_because), NULL); END;
CREATE TRIGGER attachments_insert AFTER INSERT ON attachments  BEGIN INSERT INTO history (at, person, why, batch, kind, period, place, before, after) VALUES (store_at(), store_person(), store_why(), store_batch(), 'evidence', new.period, new.place, NULL, json_object('name', new.name, 'sha256', new.sha256)); END;
CREATE TRIGGER attachments_update AFTER UPDATE ON attachments WHEN old.name IS NOT new.name OR old.sha256 IS NOT new.sha256 BEGIN INSERT INTO history (at, person, why, batch, kind, period, place, before, after) VALUES (store_at(), store_person(), store_why(), store_batch(), 'evidence', new.period, new.place, json_object('name', old.name, 'sha256', old.sha256), json_object('name', new.name, 'sha256', new.sha256)); END;
CREATE TRIGGER attachments_delete AFTER DELETE ON attachments  BEGIN INSERT INTO history (at, person, why, batch, kind, period, place, before, after) VALUES (store_at(), store_person(), store_why(), store_batch(), 'evidence', old.period, old.place, json_object('name', old.name, 'sha256', old.sha256), NULL); END;
CREATE INDEX evidence_listed_file ON evidence_listed (sha256);
CREATE TRIGGER acts_update BEFORE UPDATE ON acts BEGIN SELECT raise(ABORT, 'acts only grow'); END;
CREATE TRIGGER acts_delete BEFORE DELETE ON acts BEGIN SELECT raise(ABORT, 'acts only grow'); END;
CREATE INDEX sent_back_place ON sent_back (unit, period);
CREATE INDEX reviews_place ON reviews (unit, period);
CREATE INDEX queries_place ON queries (unit, period);
CREATE TRIGGER facts_recorded_insert AFTER INSERT ON facts WHEN (new.key IN ('store.unit', 'store.plan', 'root', 'office_name', 'office_contact', 'pack_issued', 'certificate', 'test', 'restored', 'restored.lost', 'handed_over') OR new.key GLOB 'draft.*' OR new.key GLOB 'approval.*') BEGIN SELECT store_recorded('facts', json_array(new.key)); END;
CREATE TRIGGER facts_recorded_update AFTER UPDATE ON facts WHEN (new.key IN ('store.unit', 'store.plan', 'root', 'office_name', 'office_contact', 'pack_issued', 'certificate', 'test', 'restored', 'restored.lost', 'handed_over') OR new.key GLOB 'draft.*' OR new.key GLOB 'approval.*') BEGIN SELECT store_recorded('facts', json_array(new.key)); END;
CREATE TRIGGER facts_recorded_delete AFTER DELETE ON facts WHEN (old.key IN ('store.unit', 'store.plan', 'root', 'office_name', 'office_contact', 'pack_issued', 'certificate', 'test', 'restored', 'restored.lost', 'handed_over') OR old.key GLOB 'draft.*' OR old.key GLOB 'approval.*') BEGIN SELECT store_recorded('facts', json_array(old.key)); END;
CREATE TRIGGER plans_recorded_insert AFTER INSERT ON plans  BEGIN SELECT store_recorded('plans', json_array(new.digest)); END;
CREATE TRIGGER plans_recorded_update AFTER UPDATE ON plans  BEGIN SELECT store_recorded('plans', json_array(new.digest)); END;
CREATE TRIGGER plans_recorded_delete AFTER DELETE ON plans  BEGIN SELECT store_recorded('plans', json_array(old.digest)); END;
CREATE TRIGGER plan_files_recorded_insert AFTER INSERT ON plan_files  BEGIN SELECT store_recorded('plan_files', json_array(new.plan, new.name)); END;
CREATE TRIGGER plan_files_recorded_update AFTER UPDATE ON plan_files  BEGIN SELECT store_recorded('plan_files', json_array(new.plan, new.name)); END;
CREATE TRIGGER plan_files_recorded_delete AFTER DELETE ON plan_files  BEGIN SELECT store_recorded('plan_files', json_array(old.plan, old.name)); END;
CREATE TRIGGER settings_recorded_insert AFTER INSERT ON settings  BEGIN SELECT store_recorded('settings', json_array(new.version)); END;
CREATE TRIGGER settings_recorded_update AFTER UPDATE ON settings  BEGIN SELECT store_recorded('settings', json_array(new.version)); END;
CREATE TRIGGER settings_recorded_delete AFTER DELETE ON settings  BEGIN SELECT store_recorded('settings', json_array(old.version)); END;
CREATE TRIGGER returns_recorded_insert AFTER INSERT ON returns  BEGIN SELECT store_recorded('returns', json_array(new.digest)); END;
CREATE TRIGGER returns_recorded_update AFTER UPDATE ON returns  BEGIN SELECT store_recorded('returns', json_array(new.digest)); END;
CREATE TRIGGER returns_recorded_delete AFTER DELETE ON returns  BEGIN SELECT store_recorded('returns', json_array(old.digest)); END;
CREATE TRIGGER receipts_recorded_insert AFTER INSERT ON receipts  BEGIN SELECT store_recorded('receipts', json_array(new.sha256)); END;
CREATE TRIGGER receipts_recorded_update AFTER UPDATE ON receipts  BEGIN SELECT store_recorded('receipts', json_array(new.sha256)); END;
CREATE TRIGGER receipts_recorded_delete AFTER DELETE ON receipts  BEGIN SELECT store_recorded('receipts', json_array(old.sha256)); END;
CREATE TRIGGER slices_recorded_insert AFTER INSERT ON slices  BEGIN SELECT store_recorded('slices', json_array(new.period, new.id)); END;
CREATE TRIGGER slices_recorded_update AFTER UPDATE ON slices  BEGIN SELECT store_recorded('slices', json_array(new.period, new.id)); END;
CREATE TRIGGER slices_recorded_delete AFTER DELETE ON slices  BEGIN SELECT store_recorded('slices', json_array(old.period, old.id)); END;
CREATE TRIGGER slice_answers_recorded_insert AFTER INSERT ON slice_answers  BEGIN SELECT store_recorded('slice_answers', json_array(new.id)); END;
CREATE TRIGGER slice_answers_recorded_update AFTER UPDATE ON slice_answers  BEGIN SELECT store_recorded('slice_answers', json_array(new.id)); END;
CREATE TRIGGER slice_answers_recorded_delete AFTER DELETE ON slice_answers  BEGIN SELECT store_recorded('slice_answers', json_array(old.id)); END;
CREATE TRIGGER supplies_recorded_insert AFTER INSERT ON supplies  BEGIN SELECT store_recorded('supplies', json_array(new.period, new.place, new.supplier)); END;
CREATE TRIGGER supplies_recorded_update AFTER UPDATE ON supplies  BEGIN SELECT store_recorded('supplies', json_array(new.period, new.place, new.supplier)); END;
CREATE TRIGGER supplies_recorded_delete AFTER DELETE ON supplies  BEGIN SELECT store_recorded('supplies', json_array(old.period, old.place, old.supplier)); END;
CREATE TRIGGER carried_recorded_insert AFTER INSERT ON carried  BEGIN SELECT store_recorded('carried', json_array(new.period, new.place)); END;
CREATE TRIGGER carried_recorded_update AFTER UPDATE ON carried  BEGIN SELECT store_recorded('carried', json_array(new.period, new.place)); END;
CREATE TRIGGER carried_recorded_delete AFTER DELETE ON carried  BEGIN SELECT store_recorded('carried', json_array(old.period, old.place)); END;
CREATE TRIGGER evidence_files_recorded_insert AFTER INSERT ON evidence_files  BEGIN SELECT store_recorded('evidence_files', json_array(new.sha256)); END;
CREATE TRIGGER evidence_files_recorded_update AFTER UPDATE ON evidence_files  BEGIN SELECT store_recorded('evidence_files', json_array(new.sha256)); END;
CREATE TRIGGER evidence_files_recorded_delete AFTER DELETE ON evidence_files  BEGIN SELECT store_recorded('evidence_files', json_array(old.sha256)); END;
CREATE TRIGGER attachments_recorded_insert AFTER INSERT ON attachments  BEGIN SELECT store_recorded('attachments', json_array(new.period, new.place, new.sha256)); END;
CREATE TRIGGER attachments_recorded_update AFTER UPDATE ON attachments  BEGIN SELECT store_recorded('attachments', json_array(new.period, new.place, new.sha256)); END;
CREATE TRIGGER attachments_recorded_delete AFTER DELETE ON attachments  BEGIN SELECT store_recorded('attachments', json_array(old.period, old.place, old.sha256)); END;
CREATE TRIGGER stamped_scans_recorded_insert AFTER INSERT ON stamped_scans  BEGIN SELECT store_recorded('stamped_scans', json_array(new.digest, new.sha256)); END;
CREATE TRIGGER stamped_scans_recorded_update AFTER UPDATE ON stamped_scans  BEGIN SELECT store_recorded('stamped_scans', json_array(new.digest, new.sha256)); END;
CREATE TRIGGER stamped_scans_recorded_delete AFTER DELETE ON stamped_scans  BEGIN SELECT store_recorded('stamped_scans', json_array(old.digest, old.sha256)); END;
CREATE TRIGGER papers_recorded_insert AFTER INSERT ON papers  BEGIN SELECT store_recorded('papers', json_array(new.digest, new.key)); END;
CREATE TRIGGER papers_recorded_update AFTER UPDATE ON papers  BEGIN SELECT store_recorded('papers', json_array(new.digest, new.key)); END;
CREATE TRIGGER papers_recorded_delete AFTER DELETE ON papers  BEGIN SELECT store_recorded('papers', json_array(old.digest, old.key)); END;
CREATE TRIGGER forms_recorded_insert AFTER INSERT ON forms  BEGIN SELECT store_recorded('forms', json_array(new.digest, new.key, new.sha256)); END;
CREATE TRIGGER forms_recorded_update AFTER UPDATE ON forms  BEGIN SELECT store_recorded('forms', json_array(new.digest, new.key, new.sha256)); END;
CREATE TRIGGER forms_recorded_delete AFTER DELETE ON forms  BEGIN SELECT store_recorded('forms', json_array(old.digest, old.key, old.sha256)); END;
CREATE TRIGGER receptions_recorded_insert AFTER INSERT ON receptions  BEGIN SELECT store_recorded('receptions', json_array(new.id)); END;
CREATE TRIGGER receptions_recorded_update AFTER UPDATE ON receptions  BEGIN SELECT store_recorded('receptions', json_array(new.id)); END;
CREATE TRIGGER receptions_recorded_delete AFTER DELETE ON receptions  BEGIN SELECT store_recorded('receptions', json_array(old.id)); END;
CREATE TRIGGER quarantine_recorded_insert AFTER INSERT ON quarantine  BEGIN SELECT store_recorded('quarantine', json_array(new.sha256)); END;
CREATE TRIGGER quarantine_recorded_update AFTER UPDATE ON quarantine  BEGIN SELECT store_recorded('quarantine', json_array(new.sha256)); END;
CREATE TRIGGER quarantine_recorded_delete AFTER DELETE ON quarantine  BEGIN SELECT store_recorded('quarantine', json_array(old.sha256)); END;
CREATE TRIGGER keys_recorded_insert AFTER INSERT ON keys  BEGIN SELECT store_recorded('keys', json_array(new.unit, new.fingerprint)); END;
CREATE TRIGGER keys_recorded_update AFTER UPDATE ON keys  BEGIN SELECT store_recorded('keys', json_array(new.unit, new.fingerprint)); END;
CREATE TRIGGER keys_recorded_delete AFTER DELETE ON keys  BEGIN SELECT store_recorded('keys', json_array(old.unit, old.fingerprint)); END;
CREATE TRIGGER rulings_recorded_insert AFTER INSERT ON rulings  BEGIN SELECT store_recorded('rulings', json_array(new.sequence)); END;
CREATE TRIGGER rulings_recorded_update AFTER UPDATE ON rulings  BEGIN SELECT store_recorded('rulings', json_array(new.sequence)); END;
CREATE TRIGGER rulings_recorded_delete AFTER DELETE ON rulings  BEGIN SELECT store_recorded('rulings', json_array(old.sequence)); END;
CREATE TRIGGER adjudications_recorded_insert AFTER INSERT ON adjudications  BEGIN SELECT store_recorded('adjudications', json_array(new.id)); END;
CREATE TRIGGER adjudications_recorded_update AFTER UPDATE ON adjudications  BEGIN SELECT store_recorded('adjudications', json_array(new.id)); END;
CREATE TRIGGER adjudications_recorded_delete AFTER DELETE ON adjudications  BEGIN SELECT store_recorded('adjudications', json_array(old.id)); END;
CREATE TRIGGER withdrawals_recorded_insert AFTER INSERT ON withdrawals  BEGIN SELECT store_recorded('withdrawals', json_array(new.adjudication)); END;
CREATE TRIGGER withdrawals_recorded_update AFTER UPDATE ON withdrawals  BEGIN SELECT store_recorded('withdrawals', json_array(new.adjudication)); END;
CREATE TRIGGER withdrawals_recorded_delete AFTER DELETE ON withdrawals  BEGIN SELECT store_recorded('withdrawals', json_array(old.adjudication)); END;
CREATE TRIGGER sent_back_recorded_insert AFTER INSERT ON sent_back  BEGIN SELECT store_recorded('sent_back', json_array(new.id)); END;
CREATE TRIGGER sent_back_recorded_update AFTER UPDATE ON sent_back  BEGIN SELECT store_recorded('sent_back', json_array(new.id)); END;
CREATE TRIGGER sent_back_recorded_delete AFTER DELETE ON sent_back  BEGIN SELECT store_recorded('sent_back', json_array(old.id)); END;
CREATE TRIGGER notices_recorded_insert AFTER INSERT ON notices  BEGIN SELECT store_recorded('notices', json_array(new.id)); END;
CREATE TRIGGER notices_recorded_update AFTER UPDATE ON notices  BEGIN SELECT store_recorded('notices', json_array(new.id)); END;
CREATE TRIGGER notices_recorded_delete AFTER DELETE ON notices  BEGIN SELECT store_recorded('notices', json_array(old.id)); END;
CREATE TRIGGER settlements_recorded_insert AFTER INSERT ON settlements  BEGIN SELECT store_recorded('settlements', json_array(new.id)); END;
CREATE TRIGGER settlements_recorded_update AFTER UPDATE ON settlements  BEGIN SELECT store_recorded('settlements', json_array(new.id)); END;
CREATE TRIGGER settlements_recorded_delete AFTER DELETE ON settlements  BEGIN SELECT store_recorded('settlements', json_array(old.id)); END;
CREATE TRIGGER reviews_recorded_insert AFTER INSERT ON reviews  BEGIN SELECT store_recorded('reviews', json_array(new.id)); END;
CREATE TRIGGER reviews_recorded_update AFTER UPDATE ON reviews  BEGIN SELECT store_recorded('reviews', json_array(new.id)); END;
CREATE TRIGGER reviews_recorded_delete AFTER DELETE ON reviews  BEGIN SELECT store_recorded('reviews', json_array(old.id)); END;
CREATE TRIGGER queries_recorded_insert AFTER INSERT ON queries  BEGIN SELECT store_recorded('queries', json_array(new.id)); END;
CREATE TRIGGER queries_recorded_update AFTER UPDATE ON queries  BEGIN SELECT store_recorded('queries', json_array(new.id)); END;
CREATE TRIGGER queries_recorded_delete AFTER DELETE ON queries  BEGIN SELECT store_recorded('queries', json_array(old.id)); END;
CREATE TRIGGER query_ends_recorded_insert AFTER INSERT ON query_ends  BEGIN SELECT store_recorded('query_ends', json_array(new.query)); END;
CREATE TRIGGER query_ends_recorded_update AFTER UPDATE ON query_ends  BEGIN SELECT store_recorded('query_ends', json_array(new.query)); END;
CREATE TRIGGER query_ends_recorded_delete AFTER DELETE ON query_ends  BEGIN SELECT store_recorded('query_ends', json_array(old.query)); END;
CREATE TRIGGER chases_recorded_insert AFTER INSERT ON chases  BEGIN SELECT store_recorded('chases', json_array(new.id)); END;
CREATE TRIGGER chases_recorded_update AFTER UPDATE ON chases  BEGIN SELECT store_recorded('chases', json_array(new.id)); END;
CREATE TRIGGER chases_recorded_delete AFTER DELETE ON chases  BEGIN SELECT store_recorded('chases', json_array(old.id)); END;
CREATE TRIGGER issued_recorded_insert AFTER INSERT ON issued  BEGIN SELECT store_recorded('issued', json_array(new.id)); END;
CREATE TRIGGER issued_recorded_update AFTER UPDATE ON issued  BEGIN SELECT store_recorded('issued', json_array(new.id)); END;
CREATE TRIGGER issued_recorded_delete AFTER DELETE ON issued  BEGIN SELECT store_recorded('issued', json_array(old.id)); END;
CREATE TRIGGER evidence_listed_recorded_insert AFTER INSERT ON evidence_listed  BEGIN SELECT store_recorded('evidence_listed', json_array(new.digest, new.sha256)); END;
CREATE TRIGGER evidence_listed_recorded_update AFTER UPDATE ON evidence_listed  BEGIN SELECT store_recorded('evidence_listed', json_array(new.digest, new.sha256)); END;
CREATE TRIGGER evidence_listed_recorded_delete AFTER DELETE ON evidence_listed  BEGIN SELECT store_recorded('evidence_listed', json_array(old.digest, old.sha256)); END;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('adjudications',1);
INSERT INTO "sqlite_sequence" VALUES('chases',1);
INSERT INTO "sqlite_sequence" VALUES('issued',1);
INSERT INTO "sqlite_sequence" VALUES('notices',1);
INSERT INTO "sqlite_sequence" VALUES('queries',1);
INSERT INTO "sqlite_sequence" VALUES('receptions',1);
INSERT INTO "sqlite_sequence" VALUES('reviews',1);
INSERT INTO "sqlite_sequence" VALUES('rulings',1);
INSERT INTO "sqlite_sequence" VALUES('sent_back',1);
INSERT INTO "sqlite_sequence" VALUES('settlements',1);
INSERT INTO "sqlite_sequence" VALUES('slice_answers',1);
COMMIT;
PRAGMA application_id = 1415671362;
PRAGMA user_version = 1;
