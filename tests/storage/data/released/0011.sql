BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0011');
CREATE TABLE answer (
	id TEXT NOT NULL, 
	identification_id TEXT NOT NULL, 
	subject TEXT NOT NULL, 
	value TEXT NOT NULL, 
	answered_at TEXT NOT NULL, 
	risk_point_id TEXT, 
	answered_where TEXT NOT NULL, 
	why_not_here TEXT, 
	hazard_id TEXT, 
	hidden_danger_id TEXT, 
	CONSTRAINT pk_answer PRIMARY KEY (id), 
	CONSTRAINT fk_answer_identification_id FOREIGN KEY(identification_id) REFERENCES identification (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE assessed_line (
	assessment_id TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	"key" TEXT NOT NULL, 
	have TEXT NOT NULL, 
	question TEXT NOT NULL, 
	verdict TEXT NOT NULL, 
	evidence TEXT NOT NULL, 
	CONSTRAINT pk_assessed_line PRIMARY KEY (assessment_id, position), 
	CONSTRAINT fk_assessed_line_assessment_id FOREIGN KEY(assessment_id) REFERENCES self_assessment (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "assessed_line" VALUES('sa1',0,'map','risks','四色图是一年内的','yes','手画的也算');
CREATE TABLE assessment_answer (
	assessment_id TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	"key" TEXT NOT NULL, 
	verdict TEXT, 
	note TEXT NOT NULL, 
	person_id TEXT, 
	due DATE, 
	CONSTRAINT pk_assessment_answer PRIMARY KEY (assessment_id, position), 
	CONSTRAINT fk_assessment_answer_assessment_id FOREIGN KEY(assessment_id) REFERENCES self_assessment (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_assessment_answer_person_id FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "assessment_answer" VALUES('sa1',0,'map','yes','手画的也算','p1','2026-12-01');
CREATE TABLE attendance (
	training_id TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	person_id TEXT NOT NULL, 
	outcome TEXT NOT NULL, 
	CONSTRAINT pk_attendance PRIMARY KEY (training_id, position), 
	CONSTRAINT fk_attendance_training_id FOREIGN KEY(training_id) REFERENCES training (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_attendance_person_id FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "attendance" VALUES('t1',0,'p1','passed');
CREATE TABLE audit_entry (
	number INTEGER NOT NULL, 
	at TEXT NOT NULL, 
	actor TEXT NOT NULL, 
	via TEXT NOT NULL, 
	action TEXT NOT NULL, 
	record_kind TEXT NOT NULL, 
	record_id TEXT NOT NULL, 
	fields TEXT NOT NULL, 
	previous TEXT NOT NULL, 
	digest TEXT NOT NULL, 
	CONSTRAINT pk_audit_entry PRIMARY KEY (number)
);
INSERT INTO "audit_entry" VALUES(1,'2026-11-23T09:30:00+08:00','张三','测试','create','Person','p1','[["id",null,"\"p1\""],["name",null,"\"𬭎大勇\""],["phone",null,"\"13800000000\""],["left",null,"false"]]','0000000000000000000000000000000000000000000000000000000000000000','fa8cc3871d18ea9fd997f65fc1dba24d598b4cb82a1707c0dc40c7a99edeb193');
INSERT INTO "audit_entry" VALUES(2,'2026-11-23T09:30:00+08:00','张三','测试','create','Enterprise','e1','[["id",null,"\"e1\""],["name",null,"\"宏木家具厂\""],["short_name",null,"\"宏木\""],["principal_id",null,"\"p1\""],["tiers",null,"{\"team\":false,\"department\":false}"],["profile_id",null,"\"lec\""],["accident_edition",null,"\"y2025\""]]','fa8cc3871d18ea9fd997f65fc1dba24d598b4cb82a1707c0dc40c7a99edeb193','15b79e07f9da1126726b8fe72f68c18e4e0a51e2792003b3b7910cafb30d2f2f');
INSERT INTO "audit_entry" VALUES(3,'2026-11-23T09:30:00+08:00','张三','测试','create','Post','post1','[["id",null,"\"post1\""],["code",null,"\"P-0001\""],["name",null,"\"推台锯工\""],["headcount",null,"1"],["person_ids",null,"[\"p1\"]"]]','15b79e07f9da1126726b8fe72f68c18e4e0a51e2792003b3b7910cafb30d2f2f','4a7ab80f9e40f8015b540ed3bbb701f0ca929bad77e4129de659788b68284526');
INSERT INTO "audit_entry" VALUES(4,'2026-11-23T09:30:00+08:00','张三','测试','create','RiskPoint','rp1','[["id",null,"\"rp1\""],["code",null,"\"F-0001\""],["name",null,"\"推台锯\""],["kind",null,"\"facility\""],["place",null,"\"木工车间\""],["count",null,"1"],["post_ids",null,"[\"post1\"]"],["owner_id",null,"\"p1\""]]','4a7ab80f9e40f8015b540ed3bbb701f0ca929bad77e4129de659788b68284526','a76533e8a84dc6d2c15ef7767cc49f38b685fcb84befbac06f42b4c3169fd2a2');
INSERT INTO "audit_entry" VALUES(5,'2026-11-23T09:30:00+08:00','张三','测试','create','Hazard','h1','[["id",null,"\"h1\""],["risk_point_id",null,"\"rp1\""],["title",null,"\"手碰到转动的锯片\""],["factor_code",null,"\"210201\""],["accident_codes",null,"[\"0101\"]"],["consequence",null,"\"断指\""],["grade",null,"{\"profile_id\":\"lec\",\"profile_name\":\"作业条件危险性分析法（LEC）\",\"marks\":[\"3\",\"6\",\"7\"],\"value\":\"126\",\"level\":\"general\",\"reason\":\"可能发生，每天都碰，会落下残疾；3×6×7＝126，定为一般风险。\"}"],["measures",null,"[{\"id\":\"m1\",\"kind\":\"engineering\",\"text\":\"锯片装防护罩\",\"state\":\"in_place\",\"library_id\":null,\"person_id\":null,\"due\":null,\"cost\":null,\"failed\":false},{\"id\":\"m2\",\"kind\":\"emergency\",\"text\":\"急救箱放在机旁\",\"state\":\"planned\",\"library_id\":null,\"person_id\":null,\"due\":null,\"cost\":\"89.90\",\"failed\":false}]"],["check",null,"{\"what\":\"防护罩\",\"standard\":\"在位、牢固\",\"method\":\"看\",\"rounds\":[[\"post\",\"shift\"]]}"],["responsible",null,"[[\"company\",\"p1\"]]"],["weakened",null,"false"],["identified_on",null,"\"2026-11-23\""],["needs_review",null,"false"]]','a76533e8a84dc6d2c15ef7767cc49f38b685fcb84befbac06f42b4c3169fd2a2','adf6fc2ea2eb3ef19f853b143d635b1da6dbdf2fc29cafee5cc14a174b3b0104');
INSERT INTO "audit_entry" VALUES(6,'2026-11-23T09:30:00+08:00','张三','测试','create','HiddenDanger','d1','[["id",null,"\"d1\""],["code",null,"\"Y-0001\""],["title",null,"\"推台锯没有防护罩\""],["place",null,"\"木工车间\""],["found_on",null,"\"2026-11-23\""],["level",null,"\"general\""],["status",null,"\"registered\""],["source",null,"\"identification\""],["risk_point_id",null,"\"rp1\""],["hazard_id",null,"\"h1\""],["responsible_id",null,"\"p1\""],["on_the_spot",null,"false"],["occurrence",null,"1"],["times_extended",null,"0"],["times_returned",null,"0"],["times_reopened",null,"0"]]','adf6fc2ea2eb3ef19f853b143d635b1da6dbdf2fc29cafee5cc14a174b3b0104','a986f5745dd2281925311ac0e3a5e45d716aa6c2bb3de4c27831ce5fcb9f5db0');
INSERT INTO "audit_entry" VALUES(7,'2026-11-23T09:30:00+08:00','张三','测试','create','CheckPlan','c1','[["id",null,"\"c1\""],["code",null,"\"J-0001\""],["title",null,"\"班组安全检查表\""],["kind",null,"\"daily\""],["tier",null,"\"team\""],["frequency",null,"\"week\""],["starts_on",null,"\"2026-11-23\""],["items",null,"[{\"number\":1,\"code\":\"F-0001-01\",\"what\":\"防护罩\",\"standard\":\"在位、牢固\",\"method\":\"看\",\"basis\":\"\",\"place\":\"推台锯\",\"source\":\"hazard:h1\",\"hazard_id\":\"h1\",\"measure_ids\":[\"m1\"],\"since\":null,\"ended_on\":null}]"],["recording",null,"\"round\""],["person_id",null,"\"p1\""],["own",null,"false"]]','a986f5745dd2281925311ac0e3a5e45d716aa6c2bb3de4c27831ce5fcb9f5db0','57e83c37667e7754e361a5efbff9ab393d5710aa22ee3f4525e7ad2b7cf44a3f');
INSERT INTO "audit_entry" VALUES(8,'2026-11-23T09:30:00+08:00','张三','测试','create','Inspection','i1','[["id",null,"\"i1\""],["plan_id",null,"\"c1\""],["period",null,"{\"first\":\"2026-11-23\",\"last\":\"2026-11-29\"}"],["due_on",null,"\"2026-11-29\""],["done_on",null,"\"2026-11-23\""],["filled_at",null,"\"2026-11-23T09:30:00+08:00\""],["results",null,"[{\"number\":1,\"state\":\"abnormal\",\"note\":\"裂了\",\"danger_id\":\"d1\",\"photos\":[\"crack.jpg\"]}]"],["entered",null,"\"transcribed\""],["inspector_id",null,"\"p1\""],["sheet_number",null,"\"J-0001-2026W48\""],["scans",null,"[\"scan.jpg\"]"]]','57e83c37667e7754e361a5efbff9ab393d5710aa22ee3f4525e7ad2b7cf44a3f','c814038bd9ec7a0afb8e305facf74f8c19e5d256651bbd3f90fb536ed58e933f');
INSERT INTO "audit_entry" VALUES(9,'2026-11-23T09:30:00+08:00','张三','测试','create','SpecialDays','s1','[["id",null,"\"s1\""],["first",null,"\"2026-12-05\""],["last",null,"\"2026-12-06\""],["closed",null,"true"],["reason",null,"\"停电检修\""]]','c814038bd9ec7a0afb8e305facf74f8c19e5d256651bbd3f90fb536ed58e933f','770a658d078873fe2c7b58f9175f33eb204b579ff97cbb3329e54cdcffc6c7a4');
INSERT INTO "audit_entry" VALUES(10,'2026-11-23T09:30:00+08:00','张三','测试','create','MapSheet','ms1','[["id",null,"\"ms1\""],["title",null,"\"厂区平面图\""],["plan",null,"\"plan.jpg\""],["north",null,"30"],["zones",null,"[{\"id\":\"z1\",\"name\":\"木工区\",\"corners\":[[100,100],[900,100],[900,700],[100,700]],\"point_ids\":[\"rp1\"]}]"]]','770a658d078873fe2c7b58f9175f33eb204b579ff97cbb3329e54cdcffc6c7a4','a6ae0dc45535100a8638047341f8d931ea2d24bb88350ae777d086f396dbc4dc');
INSERT INTO "audit_entry" VALUES(11,'2026-11-23T09:30:00+08:00','张三','测试','create','MapVersion','mv1','[["id",null,"\"mv1\""],["sheet_id",null,"\"ms1\""],["number",null,"1"],["kept_on",null,"\"2026-11-23\""],["title",null,"\"厂区平面图\""],["plan",null,"\"plan.jpg\""],["north",null,"30"],["zones",null,"[{\"name\":\"木工区\",\"corners\":[[100,100],[900,100],[900,700],[100,700]],\"level\":\"considerable\"},{\"name\":\"空地\",\"corners\":[[100,100],[900,100],[900,700],[100,700]],\"level\":null}]"]]','a6ae0dc45535100a8638047341f8d931ea2d24bb88350ae777d086f396dbc4dc','bdd11c45899f6b4e69e5ef53a3e15d3e3b6d995e4ad527ffb061fef77a4ca735');
INSERT INTO "audit_entry" VALUES(12,'2026-11-23T09:30:00+08:00','张三','测试','change','HiddenDanger','d1','[["photos","[]","[{\"name\":\"before.jpg\",\"stage\":\"before\",\"added_on\":\"2026-11-23\",\"attempt\":0,\"note\":\"\",\"replaced_because\":\"\"},{\"name\":\"after.jpg\",\"stage\":\"after\",\"added_on\":\"2026-11-24\",\"attempt\":0,\"note\":\"\",\"replaced_because\":\"拍错了机器\"}]"],["nature","null","\"things\""],["times_extended","0","1"]]','bdd11c45899f6b4e69e5ef53a3e15d3e3b6d995e4ad527ffb061fef77a4ca735','f80a59f9e33afb64303f25f6437ae3203590a9edb98d9140baa68e2ccaa425cf');
INSERT INTO "audit_entry" VALUES(13,'2026-11-23T09:30:00+08:00','张三','测试','create','DangerEvent','v1','[["id",null,"\"v1\""],["danger_id",null,"\"d1\""],["kind",null,"\"registered\""],["at",null,"\"2026-11-23T09:30:00+08:00\""],["status",null,"\"registered\""],["by_id",null,"\"p1\""],["words",null,"\"日常检查\""]]','f80a59f9e33afb64303f25f6437ae3203590a9edb98d9140baa68e2ccaa425cf','af7667e7466296398197cb64076b6c560ae359987e1c38401a316b55ca587995');
INSERT INTO "audit_entry" VALUES(14,'2026-11-23T09:30:00+08:00','张三','测试','create','MajorFile','d1','[["id",null,"\"d1\""],["situation",null,"\"打磨间积尘\""],["temporary",null,"\"断电上锁\""],["temporary_since",null,"\"2026-11-24\""],["plan",null,"{\"goals\":\"恢复除尘\",\"methods\":\"\",\"funds\":\"\",\"people\":\"\",\"time\":\"\",\"safety\":\"\",\"cost\":\"20000.50\",\"until\":\"2026-12-08\"}"],["decision",null,"{\"shutdown\":\"partial\",\"evacuate\":true,\"by_id\":\"p1\",\"on\":\"2026-11-24\",\"reason\":\"会爆炸\",\"resumed_on\":null}"],["chain",null,"[{\"from_id\":\"p1\",\"to_id\":\"p1\",\"at\":\"2026-11-24T08:30:00+08:00\",\"words\":\"\"}]"],["reports",null,"[{\"to\":\"department\",\"on\":\"2026-11-24\",\"whom\":\"镇应急办\",\"how\":\"平台\",\"by_id\":\"p1\",\"receipt\":\"回执 18\"}]"],["orders",null,"[{\"kind\":\"supervision\",\"number\":\"督〔2026〕3号\",\"issuer\":\"镇安委办\",\"received_on\":\"2026-11-24\",\"demands\":\"限期治理\",\"due\":\"2026-12-09\",\"contact\":\"\",\"received_by_id\":null,\"extended_by\":\"\",\"answers\":[{\"on\":\"2026-11-24\",\"words\":\"已停用\",\"by_id\":\"p1\",\"receipt\":\"\"}]}]"]]','af7667e7466296398197cb64076b6c560ae359987e1c38401a316b55ca587995','4ae6d6305a7afb03b5a2da358f48985923351e435201f769d661f602fee47048');
INSERT INTO "audit_entry" VALUES(15,'2026-11-23T09:30:00+08:00','张三','测试','create','ControlReview','r1','[["id",null,"\"r1\""],["hazard_id",null,"\"h1\""],["hazard_title",null,"\"手碰到转动的锯片\""],["on",null,"\"2026-11-23\""],["effective",null,"true"],["basis",null,"\"试了联锁\""],["next_on",null,"\"2027-02-20\""],["by_id",null,"\"p1\""]]','4ae6d6305a7afb03b5a2da358f48985923351e435201f769d661f602fee47048','c0e094c01f69a84c870c27b287330ab9f4a79832c2425d5491a114deb8d4fde7');
INSERT INTO "audit_entry" VALUES(16,'2026-11-23T09:30:00+08:00','张三','测试','create','Demand','dm1','[["id",null,"\"dm1\""],["kind",null,"\"supervision\""],["number",null,"\"督〔2026〕3号\""],["issuer",null,"\"镇安委办\""],["received_on",null,"\"2026-11-24\""],["due",null,"\"2026-12-09\""],["came_as",null,"\"paper\""],["lines",null,"[{\"number\":1,\"words\":\"推台锯没有防护罩\",\"place\":\"木工车间\",\"record\":\"danger\",\"record_id\":\"d1\",\"code\":\"Y-0001\",\"advice\":\"\",\"due\":null,\"done_on\":null,\"done_words\":\"\"}]"],["danger_ids",null,"[\"d1\"]"],["answers",null,"[{\"on\":\"2026-11-24\",\"words\":\"已停用\",\"by_id\":\"p1\",\"receipt\":\"\"}]"],["photos",null,"[\"order.jpg\"]"]]','c0e094c01f69a84c870c27b287330ab9f4a79832c2425d5491a114deb8d4fde7','0bad2ec1491143e545ea222e2727cb9d45d18e9e3afa3a61b7c620b68f0356ee');
INSERT INTO "audit_entry" VALUES(17,'2026-11-23T09:30:00+08:00','张三','测试','create','ReceivedFile','rf1','[["id",null,"\"rf1\""],["kind",null,"\"receipt\""],["sender_code",null,"\"331082\""],["sender_name",null,"\"镇安委办\""],["series",null,"\"331082/91350100M000100Y43\""],["sequence",null,"1"],["manifest_sha256",null,"\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\""],["fingerprint",null,"\"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\""],["created_at",null,"\"2026-11-24T09:30:00+08:00\""],["received_at",null,"\"2026-11-24T09:30:00+08:00\""],["file_name",null,"\"回执.zip\""],["title",null,"\"回执\""],["decision",null,"\"taken\""],["words",null,"\"第 1 号上报，镇里已收下。\""]]','0bad2ec1491143e545ea222e2727cb9d45d18e9e3afa3a61b7c620b68f0356ee','22ae019226b68ae844eaa8b97441aecf8ba6f8f76c46b5ef25463583b1c53a25');
INSERT INTO "audit_entry" VALUES(18,'2026-11-23T09:30:00+08:00','张三','测试','create','TrustedParty','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb','[["id",null,"\"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\""],["role",null,"\"department\""],["code",null,"\"331082\""],["name",null,"\"镇安委办\""],["certificate",null,"\"-----\""],["pinned_on",null,"\"2026-11-24\""],["compared_with",null,"\"公函〔2026〕1号\""],["revoked",null,"false"]]','22ae019226b68ae844eaa8b97441aecf8ba6f8f76c46b5ef25463583b1c53a25','7ff4c6a66eed44e5d65f979507ffdb80d537077e9f4a42d9c38e29ab51ad06c9');
INSERT INTO "audit_entry" VALUES(19,'2026-11-23T09:30:00+08:00','张三','测试','create','SentLetter','sl1','[["id",null,"\"sl1\""],["kind",null,"\"key_rotation\""],["sequence",null,"2"],["manifest_sha256",null,"\"cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc\""],["created_at",null,"\"2026-11-24T09:30:00+08:00\""],["file_name",null,"\"换密钥通知.zip\""],["addressee",null,"\"镇安委办\""]]','7ff4c6a66eed44e5d65f979507ffdb80d537077e9f4a42d9c38e29ab51ad06c9','b812c0d9cb61017e7b6de5da035c8cbba4f3263c2ef373f063a73c544dda0e23');
INSERT INTO "audit_entry" VALUES(20,'2026-11-23T09:30:00+08:00','张三','测试','create','Submission','s1','[["id",null,"\"s1\""],["kind",null,"\"report\""],["sequence",null,"1"],["file_name",null,"\"上报包.zip\""],["manifest_sha256",null,"\"dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd\""],["created_at",null,"\"2026-11-24T09:30:00+08:00\""],["period_from",null,"\"2026-11-24\""],["period_to",null,"\"2026-11-24\""],["risks",null,"0"],["hidden_dangers",null,"0"],["channel",null,"\"other\""],["sent_on",null,"\"2026-11-24\""],["proof",null,"\"回执 收 1 号\""],["outcome",null,"\"accepted\""],["outcome_on",null,"\"2026-11-24\""],["receipt",null,"\"收 1 号\""],["proof_photos",null,"[\"p.jpg\"]"]]','b812c0d9cb61017e7b6de5da035c8cbba4f3263c2ef373f063a73c544dda0e23','333193eb8d4db67c2484b8c0c4a9f7e801c8384f58ec288b634057534fba14d9');
INSERT INTO "audit_entry" VALUES(21,'2026-11-23T09:30:00+08:00','张三','测试','create','Training','t1','[["id",null,"\"t1\""],["code",null,"\"PX-0001\""],["topic",null,"\"防火\""],["kind",null,"\"emergency\""],["planned_on",null,"\"2026-11-24\""],["hours",null,"\"1\""],["held_on",null,"\"2026-11-24\""],["attended",null,"[{\"person_id\":\"p1\",\"outcome\":\"passed\"}]"]]','333193eb8d4db67c2484b8c0c4a9f7e801c8384f58ec288b634057534fba14d9','310a05d6c4e671f6007a68f2fb023454c1c10f016bad10a5fb70a51b9dc992ca');
INSERT INTO "audit_entry" VALUES(22,'2026-11-23T09:30:00+08:00','张三','测试','create','CardReceipt','cr1','[["id",null,"\"cr1\""],["person_id",null,"\"p1\""],["post_id",null,"\"post1\""],["post_name",null,"\"木工\""],["edition",null,"\"a1b2c3d4\""],["on",null,"\"2026-11-24\""],["how",null,"\"paper\""]]','310a05d6c4e671f6007a68f2fb023454c1c10f016bad10a5fb70a51b9dc992ca','3ec648290eeeeee0ca0ce49436deec9b5925183ab71512d7e921d6d3b88d4960');
INSERT INTO "audit_entry" VALUES(23,'2026-11-23T09:30:00+08:00','张三','测试','create','QuizResult','q1','[["id",null,"\"q1\""],["person_id",null,"\"p1\""],["post_id",null,"\"post1\""],["post_name",null,"\"木工\""],["edition",null,"\"a1b2c3d4\""],["on",null,"\"2026-11-24\""],["how",null,"\"phone\""],["danger_right",null,"true"],["duty_right",null,"true"],["emergency_right",null,"false"]]','3ec648290eeeeee0ca0ce49436deec9b5925183ab71512d7e921d6d3b88d4960','c132ba3c7a1a18b7ecca6255726bed0d3a2b2cf5ab71d638bb6631eb9d8cc223');
INSERT INTO "audit_entry" VALUES(24,'2026-11-23T09:30:00+08:00','张三','测试','create','AwardRule','ar1','[["id",null,"\"ar1\""],["kind",null,"\"reward\""],["text",null,"\"报一条隐患\""],["points",null,"2"],["yuan",null,"\"0\""],["in_force",null,"true"]]','c132ba3c7a1a18b7ecca6255726bed0d3a2b2cf5ab71d638bb6631eb9d8cc223','60e6f60d2bb7250873f183a6207013eb1673d3769fc738529e38a15284f28dd5');
INSERT INTO "audit_entry" VALUES(25,'2026-11-23T09:30:00+08:00','张三','测试','create','Award','a1','[["id",null,"\"a1\""],["code",null,"\"JC-0001\""],["on",null,"\"2026-11-24\""],["kind",null,"\"reward\""],["reason",null,"\"报了隐患\""],["points",null,"2"],["yuan",null,"\"0\""],["person_id",null,"\"p1\""]]','60e6f60d2bb7250873f183a6207013eb1673d3769fc738529e38a15284f28dd5','1c8fac2139530e2f76135043261a9128d44fba22c6f7354c730a2485b38d508f');
INSERT INTO "audit_entry" VALUES(26,'2026-11-23T09:30:00+08:00','张三','测试','create','Renewal','rn1','[["id",null,"\"rn1\""],["kind",null,"\"extinguisher-service\""],["title",null,"\"灭火器\""],["due_on",null,"\"2027-11-01\""],["rounds",null,"[{\"done_on\":\"2026-11-24\",\"due_before\":\"2026-11-01\",\"due_after\":\"2027-11-01\",\"by_id\":\"p1\",\"note\":\"已年检\",\"photo\":null}]"]]','1c8fac2139530e2f76135043261a9128d44fba22c6f7354c730a2485b38d508f','97291af25e0a1b4071c55e47e189bc251dd99cbb7e0ec55d43aeacb2f4404e8e');
INSERT INTO "audit_entry" VALUES(27,'2026-11-23T09:30:00+08:00','张三','测试','create','ChangeNote','cn1','[["id",null,"\"cn1\""],["kind",null,"\"new_point\""],["on",null,"\"2026-11-24\""],["what",null,"\"新买了一台推台锯\""]]','97291af25e0a1b4071c55e47e189bc251dd99cbb7e0ec55d43aeacb2f4404e8e','2589a454acddc92d7f6560b4af5704dff34a76fa36af83289958375cdfca920f');
INSERT INTO "audit_entry" VALUES(28,'2026-11-23T09:30:00+08:00','张三','测试','create','Phone','ph1','[["id",null,"\"ph1\""],["number",null,"1"],["person_id",null,"\"p1\""],["device",null,"\"安卓手机\""],["token_sha256",null,"\"cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc\""],["paired_at",null,"\"2026-11-24T09:30:00+08:00\""]]','2589a454acddc92d7f6560b4af5704dff34a76fa36af83289958375cdfca920f','8985250b08b473cd6b529316548bd640c40307508f54c2ba6204ae7679ebfee7');
INSERT INTO "audit_entry" VALUES(29,'2026-11-23T09:30:00+08:00','张三','测试','create','OwnText','responsibility/general','[["id",null,"\"responsibility/general\""],["text",null,"\"我们厂这样写\""],["shipped",null,"\"原来的文字\""],["changed_on",null,"\"2026-11-24\""]]','8985250b08b473cd6b529316548bd640c40307508f54c2ba6204ae7679ebfee7','5ac740bfb0855b15544e7e8316d3990f755609d0566a9ccbf3151f4d17ac97f8');
INSERT INTO "audit_entry" VALUES(30,'2026-11-23T09:30:00+08:00','张三','测试','create','Posting','po1','[["id",null,"\"po1\""],["paper",null,"\"cards\""],["subject",null,"\"P-0001\""],["name",null,"\"木工 告知卡\""],["digest",null,"\"dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd\""],["hung_on",null,"\"2026-11-24\""],["by_id",null,"\"p1\""],["place",null,"\"机器旁\""],["photo",null,"\"wall.jpg\""]]','5ac740bfb0855b15544e7e8316d3990f755609d0566a9ccbf3151f4d17ac97f8','9652baaba4377cf8f21c29e6f525351a406655a319034ffc57cffc090c4b316b');
INSERT INTO "audit_entry" VALUES(31,'2026-11-23T09:30:00+08:00','张三','测试','create','SelfAssessment','sa1','[["id",null,"\"sa1\""],["number",null,"1"],["started_on",null,"\"2026-11-24\""],["answers",null,"[{\"key\":\"map\",\"verdict\":\"yes\",\"note\":\"手画的也算\",\"person_id\":\"p1\",\"due\":\"2026-12-01\"}]"],["lines",null,"[{\"key\":\"map\",\"have\":\"risks\",\"question\":\"四色图是一年内的\",\"verdict\":\"yes\",\"evidence\":\"手画的也算\"}]"],["finished_on",null,"\"2026-11-24\""],["by_id",null,"\"p1\""]]','9652baaba4377cf8f21c29e6f525351a406655a319034ffc57cffc090c4b316b','973ba6a2dc6a6e47c9c865cce7db5852f7dcc3ce83584efc42a9aefb8918b3ee');
INSERT INTO "audit_entry" VALUES(32,'2026-11-23T09:30:00+08:00','张三','测试','create','Person','p2','[["id",null,"\"p2\""],["name",null,"\"周小兰\""],["phone",null,"\"13800000000\""],["left",null,"false"]]','973ba6a2dc6a6e47c9c865cce7db5852f7dcc3ce83584efc42a9aefb8918b3ee','bac48a32930d855797fd6e4faf1829dd1744c89942e61732f67fa36fbe196398');
INSERT INTO "audit_entry" VALUES(33,'2026-11-23T09:30:00+08:00','张三','测试','create','Handover','ho1','[["id",null,"\"ho1\""],["on",null,"\"2026-11-24\""],["from_id",null,"\"p1\""],["to_id",null,"\"p2\""],["papers_at",null,"\"铁柜\""],["backups_at",null,"\"老板抽屉\""],["signed_on",null,"\"2026-11-24\""],["scan",null,"\"sheet.jpg\""]]','bac48a32930d855797fd6e4faf1829dd1744c89942e61732f67fa36fbe196398','a9b8b5f0f290c41080b6f3f60f55d02d4d356bac4304cb78738db6d0260c97e6');
CREATE TABLE award (
	id TEXT NOT NULL, 
	code TEXT NOT NULL, 
	"on" DATE NOT NULL, 
	kind TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	points INTEGER NOT NULL, 
	yuan TEXT NOT NULL, 
	person_id TEXT, 
	post_id TEXT, 
	rule_id TEXT, 
	danger_id TEXT, 
	decided_by_id TEXT, 
	withdrawn TEXT NOT NULL, 
	CONSTRAINT pk_award PRIMARY KEY (id), 
	CONSTRAINT fk_award_person_id FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_award_rule_id FOREIGN KEY(rule_id) REFERENCES award_rule (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_award_danger_id FOREIGN KEY(danger_id) REFERENCES hidden_danger (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_award_decided_by_id FOREIGN KEY(decided_by_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "award" VALUES('a1','JC-0001','2026-11-24','reward','报了隐患',2,'0','p1',NULL,NULL,NULL,NULL,'');
CREATE TABLE award_rule (
	id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	text TEXT NOT NULL, 
	points INTEGER NOT NULL, 
	yuan TEXT NOT NULL, 
	in_force BOOLEAN NOT NULL, 
	CONSTRAINT pk_award_rule PRIMARY KEY (id)
);
INSERT INTO "award_rule" VALUES('ar1','reward','报一条隐患',2,'0',1);
CREATE TABLE card_receipt (
	id TEXT NOT NULL, 
	person_id TEXT NOT NULL, 
	post_id TEXT NOT NULL, 
	post_name TEXT NOT NULL, 
	edition TEXT NOT NULL, 
	"on" DATE NOT NULL, 
	how TEXT NOT NULL, 
	picture TEXT, 
	kept_at TEXT, 
	CONSTRAINT pk_card_receipt PRIMARY KEY (id), 
	CONSTRAINT fk_card_receipt_person_id FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "card_receipt" VALUES('cr1','p1','post1','木工','a1b2c3d4','2026-11-24','paper',NULL,NULL);
CREATE TABLE change_note (
	id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	"on" DATE NOT NULL, 
	what TEXT NOT NULL, 
	about TEXT NOT NULL, 
	place TEXT NOT NULL, 
	cause TEXT NOT NULL, 
	answered_on DATE, 
	answer TEXT NOT NULL, 
	CONSTRAINT pk_change_note PRIMARY KEY (id)
);
INSERT INTO "change_note" VALUES('cn1','new_point','2026-11-24','新买了一台推台锯','','','',NULL,'');
CREATE TABLE check_plan (
	id TEXT NOT NULL, 
	code TEXT NOT NULL, 
	title TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	tier INTEGER NOT NULL, 
	frequency TEXT NOT NULL, 
	starts_on DATE NOT NULL, 
	recording TEXT NOT NULL, 
	post_id TEXT, 
	department_id TEXT, 
	person_id TEXT, 
	prefer INTEGER, 
	month INTEGER, 
	once_on DATE, 
	ended_on DATE, 
	own BOOLEAN NOT NULL, 
	preset TEXT NOT NULL, 
	CONSTRAINT pk_check_plan PRIMARY KEY (id), 
	CONSTRAINT fk_check_plan_person_id FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT uq_check_plan_code UNIQUE (code)
);
INSERT INTO "check_plan" VALUES('c1','J-0001','班组安全检查表','daily',2,'week','2026-11-23','round',NULL,NULL,'p1',NULL,NULL,NULL,NULL,0,'');
CREATE TABLE check_round (
	hazard_id TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	tier INTEGER NOT NULL, 
	frequency TEXT NOT NULL, 
	CONSTRAINT pk_check_round PRIMARY KEY (hazard_id, position), 
	CONSTRAINT fk_check_round_hazard_id FOREIGN KEY(hazard_id) REFERENCES hazard (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "check_round" VALUES('h1',0,1,'shift');
CREATE TABLE control_review (
	id TEXT NOT NULL, 
	hazard_id TEXT NOT NULL, 
	hazard_title TEXT NOT NULL, 
	reviewed_on DATE NOT NULL, 
	effective BOOLEAN NOT NULL, 
	basis TEXT NOT NULL, 
	next_on DATE NOT NULL, 
	by_id TEXT, 
	danger_id TEXT, 
	CONSTRAINT pk_control_review PRIMARY KEY (id), 
	CONSTRAINT fk_control_review_by_id FOREIGN KEY(by_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "control_review" VALUES('r1','h1','手碰到转动的锯片','2026-11-23',1,'试了联锁','2027-02-20','p1',NULL);
CREATE TABLE danger_event (
	id TEXT NOT NULL, 
	danger_id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	at TEXT NOT NULL, 
	status TEXT NOT NULL, 
	by_id TEXT, 
	words TEXT NOT NULL, 
	CONSTRAINT pk_danger_event PRIMARY KEY (id), 
	CONSTRAINT fk_danger_event_by_id FOREIGN KEY(by_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_danger_event_danger_id FOREIGN KEY(danger_id) REFERENCES hidden_danger (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "danger_event" VALUES('v1','d1','registered','2026-11-23T09:30:00+08:00','registered','p1','日常检查');
CREATE TABLE demand (
	id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	number TEXT NOT NULL, 
	issuer TEXT NOT NULL, 
	received_on DATE NOT NULL, 
	title TEXT NOT NULL, 
	issued_on DATE, 
	due DATE, 
	demands TEXT NOT NULL, 
	basis TEXT NOT NULL, 
	contact TEXT NOT NULL, 
	came_as TEXT NOT NULL, 
	file_id TEXT, 
	submission_id TEXT, 
	danger_ids TEXT NOT NULL, 
	closed_on DATE, 
	closed_words TEXT NOT NULL, 
	CONSTRAINT pk_demand PRIMARY KEY (id)
);
INSERT INTO "demand" VALUES('dm1','supervision','督〔2026〕3号','镇安委办','2026-11-24','',NULL,'2026-12-09','','','','paper',NULL,NULL,'["d1"]',NULL,'');
CREATE TABLE demand_answer (
	demand_id TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	answered_on DATE NOT NULL, 
	words TEXT NOT NULL, 
	by_id TEXT, 
	receipt TEXT NOT NULL, 
	CONSTRAINT pk_demand_answer PRIMARY KEY (demand_id, position), 
	CONSTRAINT fk_demand_answer_demand_id FOREIGN KEY(demand_id) REFERENCES demand (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_demand_answer_by_id FOREIGN KEY(by_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "demand_answer" VALUES('dm1',0,'2026-11-24','已停用','p1','');
CREATE TABLE demand_line (
	demand_id TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	words TEXT NOT NULL, 
	place TEXT NOT NULL, 
	record TEXT NOT NULL, 
	record_id TEXT, 
	code TEXT NOT NULL, 
	advice TEXT NOT NULL, 
	due DATE, 
	done_on DATE, 
	done_words TEXT NOT NULL, 
	CONSTRAINT pk_demand_line PRIMARY KEY (demand_id, position), 
	CONSTRAINT fk_demand_line_demand_id FOREIGN KEY(demand_id) REFERENCES demand (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "demand_line" VALUES('dm1',0,1,'推台锯没有防护罩','木工车间','HiddenDanger','d1','Y-0001','',NULL,NULL,'');
CREATE TABLE demand_photo (
	demand_id TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	photo TEXT NOT NULL, 
	CONSTRAINT pk_demand_photo PRIMARY KEY (demand_id, position), 
	CONSTRAINT fk_demand_photo_demand_id FOREIGN KEY(demand_id) REFERENCES demand (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "demand_photo" VALUES('dm1',0,'order.jpg');
CREATE TABLE "department" (
	id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	parent_id TEXT, 
	head_id TEXT, 
	CONSTRAINT pk_department PRIMARY KEY (id), 
	CONSTRAINT fk_department_parent_id FOREIGN KEY(parent_id) REFERENCES department (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_department_head_id FOREIGN KEY(head_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE enterprise (
	id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	short_name TEXT NOT NULL, 
	credit_code TEXT, 
	trade_id TEXT, 
	address TEXT NOT NULL, 
	headcount INTEGER, 
	principal_id TEXT, 
	officer_id TEXT, 
	report_phone TEXT NOT NULL, 
	recipient TEXT NOT NULL, 
	tier_team BOOLEAN NOT NULL, 
	tier_department BOOLEAN NOT NULL, 
	profile_id TEXT NOT NULL, 
	accident_edition TEXT NOT NULL, 
	CONSTRAINT pk_enterprise PRIMARY KEY (id), 
	CONSTRAINT fk_enterprise_officer_id FOREIGN KEY(officer_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_enterprise_principal_id FOREIGN KEY(principal_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "enterprise" VALUES('e1','宏木家具厂','宏木',NULL,NULL,'',NULL,'p1',NULL,'','',0,0,'lec','2025');
CREATE TABLE handover (
	id TEXT NOT NULL, 
	"on" DATE NOT NULL, 
	from_id TEXT NOT NULL, 
	to_id TEXT NOT NULL, 
	papers_at TEXT NOT NULL, 
	backups_at TEXT NOT NULL, 
	note TEXT NOT NULL, 
	signed_on DATE, 
	scan TEXT, 
	CONSTRAINT pk_handover PRIMARY KEY (id), 
	CONSTRAINT fk_handover_from_id FOREIGN KEY(from_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_handover_to_id FOREIGN KEY(to_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "handover" VALUES('ho1','2026-11-24','p1','p2','铁柜','老板抽屉','','2026-11-24','sheet.jpg');
CREATE TABLE hazard (
	id TEXT NOT NULL, 
	risk_point_id TEXT NOT NULL, 
	title TEXT NOT NULL, 
	factor_code TEXT NOT NULL, 
	accident_codes TEXT NOT NULL, 
	consequence TEXT NOT NULL, 
	profile_id TEXT NOT NULL, 
	profile_name TEXT NOT NULL, 
	marks TEXT NOT NULL, 
	value TEXT NOT NULL, 
	graded_level INTEGER NOT NULL, 
	reason TEXT NOT NULL, 
	check_what TEXT, 
	check_standard TEXT, 
	check_method TEXT, 
	emergency TEXT NOT NULL, 
	ppe TEXT NOT NULL, 
	signs TEXT NOT NULL, 
	basis TEXT NOT NULL, 
	entry_id TEXT, 
	tier INTEGER, 
	weakened BOOLEAN NOT NULL, 
	identified_on DATE, 
	needs_review BOOLEAN NOT NULL, 
	level INTEGER NOT NULL, 
	measures_in_place INTEGER NOT NULL, 
	measures_planned INTEGER NOT NULL, 
	measures_missing INTEGER NOT NULL, 
	control_failed BOOLEAN NOT NULL, 
	CONSTRAINT pk_hazard PRIMARY KEY (id), 
	CONSTRAINT fk_hazard_risk_point_id FOREIGN KEY(risk_point_id) REFERENCES risk_point (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "hazard" VALUES('h1','rp1','手碰到转动的锯片','210201','["0101"]','断指','lec','作业条件危险性分析法（LEC）','["3","6","7"]','126',2,'可能发生，每天都碰，会落下残疾；3×6×7＝126，定为一般风险。','防护罩','在位、牢固','看','[]','[]','[]','[]',NULL,NULL,0,'2026-11-23',0,2,1,1,0,0);
CREATE TABLE hazard_responsible (
	hazard_id TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	tier INTEGER NOT NULL, 
	person_id TEXT NOT NULL, 
	CONSTRAINT pk_hazard_responsible PRIMARY KEY (hazard_id, position), 
	CONSTRAINT fk_hazard_responsible_hazard_id FOREIGN KEY(hazard_id) REFERENCES hazard (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_hazard_responsible_person_id FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "hazard_responsible" VALUES('h1',0,4,'p1');
CREATE TABLE "hidden_danger" (
	id TEXT NOT NULL, 
	code TEXT NOT NULL, 
	title TEXT NOT NULL, 
	place TEXT NOT NULL, 
	found_on DATE NOT NULL, 
	level TEXT NOT NULL, 
	status TEXT NOT NULL, 
	source TEXT NOT NULL, 
	risk_point_id TEXT, 
	hazard_id TEXT, 
	measure_id TEXT, 
	entry_id TEXT, 
	basis TEXT NOT NULL, 
	found_by_id TEXT, 
	responsible_id TEXT, 
	deadline DATE, 
	measures TEXT NOT NULL, 
	cost TEXT, 
	rectified TEXT NOT NULL, 
	rectified_by_id TEXT, 
	rectified_on DATE, 
	accepted_by_id TEXT, 
	closed_on DATE, 
	same_person_reason TEXT NOT NULL, 
	nature TEXT, 
	on_the_spot BOOLEAN NOT NULL, 
	graded_by_id TEXT, 
	cause TEXT NOT NULL, 
	protective TEXT NOT NULL, 
	acceptance TEXT NOT NULL, 
	told_how TEXT NOT NULL, 
	occurrence INTEGER NOT NULL, 
	times_extended INTEGER NOT NULL, 
	times_returned INTEGER NOT NULL, 
	times_reopened INTEGER NOT NULL, 
	graded_on DATE, 
	assigned_on DATE, 
	first_deadline DATE, 
	accepted_on DATE, 
	told_on DATE, 
	CONSTRAINT pk_hidden_danger PRIMARY KEY (id), 
	CONSTRAINT fk_hidden_danger_responsible_id FOREIGN KEY(responsible_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_hidden_danger_rectified_by_id FOREIGN KEY(rectified_by_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_hidden_danger_accepted_by_id FOREIGN KEY(accepted_by_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_hidden_danger_graded_by_id FOREIGN KEY(graded_by_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_hidden_danger_found_by_id FOREIGN KEY(found_by_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT uq_hidden_danger_code UNIQUE (code)
);
INSERT INTO "hidden_danger" VALUES('d1','Y-0001','推台锯没有防护罩','木工车间','2026-11-23','general','registered','identification','rp1','h1',NULL,NULL,'',NULL,'p1',NULL,'',NULL,'',NULL,NULL,NULL,NULL,'','things',0,NULL,'','','','',1,1,0,0,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE "hidden_danger_photo" (
	hidden_danger_id TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	photo TEXT NOT NULL, 
	stage TEXT NOT NULL, 
	added_on DATE, 
	attempt INTEGER NOT NULL, 
	note TEXT NOT NULL, 
	replaced_because TEXT NOT NULL, 
	CONSTRAINT pk_hidden_danger_photo PRIMARY KEY (hidden_danger_id, position), 
	CONSTRAINT fk_hidden_danger_photo_hidden_danger_id FOREIGN KEY(hidden_danger_id) REFERENCES hidden_danger (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "hidden_danger_photo" VALUES('d1',0,'before.jpg','before','2026-11-23',0,'','');
INSERT INTO "hidden_danger_photo" VALUES('d1',1,'after.jpg','after','2026-11-24',0,'','拍错了机器');
CREATE TABLE identification (
	id TEXT NOT NULL, 
	year INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	started_on DATE NOT NULL, 
	step INTEGER NOT NULL, 
	reached INTEGER NOT NULL, 
	cursor TEXT NOT NULL, 
	trade_id TEXT, 
	library_version TEXT NOT NULL, 
	finished_on DATE, 
	CONSTRAINT pk_identification PRIMARY KEY (id)
);
CREATE TABLE inspection (
	id TEXT NOT NULL, 
	plan_id TEXT NOT NULL, 
	period_first DATE NOT NULL, 
	period_last DATE NOT NULL, 
	due_on DATE NOT NULL, 
	done_on DATE NOT NULL, 
	filled_at TEXT NOT NULL, 
	entered TEXT NOT NULL, 
	inspector_id TEXT, 
	sheet_number TEXT NOT NULL, 
	why_late TEXT NOT NULL, 
	seconds INTEGER, 
	note TEXT NOT NULL, 
	item_count INTEGER NOT NULL, 
	abnormal_count INTEGER NOT NULL, 
	CONSTRAINT pk_inspection PRIMARY KEY (id), 
	CONSTRAINT fk_inspection_inspector_id FOREIGN KEY(inspector_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_inspection_plan_id FOREIGN KEY(plan_id) REFERENCES check_plan (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "inspection" VALUES('i1','c1','2026-11-23','2026-11-29','2026-11-29','2026-11-23','2026-11-23T09:30:00+08:00','transcribed','p1','J-0001-2026W48','',NULL,'',1,1);
CREATE TABLE inspection_photo (
	inspection_id TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	result INTEGER, 
	photo TEXT NOT NULL, 
	CONSTRAINT pk_inspection_photo PRIMARY KEY (inspection_id, position), 
	CONSTRAINT fk_inspection_photo_inspection_id FOREIGN KEY(inspection_id) REFERENCES inspection (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "inspection_photo" VALUES('i1',0,NULL,'scan.jpg');
INSERT INTO "inspection_photo" VALUES('i1',1,0,'crack.jpg');
CREATE TABLE inspection_result (
	inspection_id TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	note TEXT NOT NULL, 
	danger_id TEXT, 
	CONSTRAINT pk_inspection_result PRIMARY KEY (inspection_id, position), 
	CONSTRAINT fk_inspection_result_inspection_id FOREIGN KEY(inspection_id) REFERENCES inspection (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "inspection_result" VALUES('i1',0,1,'abnormal','裂了','d1');
CREATE TABLE judgement (
	hazard_id TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	rule_id TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	source TEXT NOT NULL, 
	level INTEGER NOT NULL, 
	since DATE NOT NULL, 
	hidden_danger_id TEXT, 
	ended_on DATE, 
	CONSTRAINT pk_judgement PRIMARY KEY (hazard_id, position), 
	CONSTRAINT fk_judgement_hazard_id FOREIGN KEY(hazard_id) REFERENCES hazard (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE major_answer (
	major_file_id TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	order_position INTEGER NOT NULL, 
	answered_on DATE NOT NULL, 
	words TEXT NOT NULL, 
	by_id TEXT, 
	receipt TEXT NOT NULL, 
	CONSTRAINT pk_major_answer PRIMARY KEY (major_file_id, position), 
	CONSTRAINT fk_major_answer_by_id FOREIGN KEY(by_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_major_answer_major_file_id FOREIGN KEY(major_file_id) REFERENCES major_file (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "major_answer" VALUES('d1',0,0,'2026-11-24','已停用','p1','');
CREATE TABLE major_chain (
	major_file_id TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	from_id TEXT NOT NULL, 
	to_id TEXT NOT NULL, 
	at TEXT NOT NULL, 
	words TEXT NOT NULL, 
	CONSTRAINT pk_major_chain PRIMARY KEY (major_file_id, position), 
	CONSTRAINT fk_major_chain_from_id FOREIGN KEY(from_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_major_chain_major_file_id FOREIGN KEY(major_file_id) REFERENCES major_file (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_major_chain_to_id FOREIGN KEY(to_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "major_chain" VALUES('d1',0,'p1','p1','2026-11-24T08:30:00+08:00','');
CREATE TABLE major_file (
	id TEXT NOT NULL, 
	situation TEXT NOT NULL, 
	causes TEXT NOT NULL, 
	harm TEXT NOT NULL, 
	difficulty TEXT NOT NULL, 
	"temporary" TEXT NOT NULL, 
	temporary_since DATE, 
	goals TEXT NOT NULL, 
	methods TEXT NOT NULL, 
	funds TEXT NOT NULL, 
	people TEXT NOT NULL, 
	schedule TEXT NOT NULL, 
	safety TEXT NOT NULL, 
	cost TEXT, 
	until DATE, 
	approved_by_id TEXT, 
	approved_on DATE, 
	shutdown TEXT, 
	evacuate BOOLEAN, 
	decided_by_id TEXT, 
	decided_on DATE, 
	decided_why TEXT, 
	resumed_on DATE, 
	evaluator TEXT, 
	evaluated_by TEXT, 
	evaluated_on DATE, 
	evaluation_passed BOOLEAN, 
	evaluation_words TEXT, 
	cleared_by TEXT, 
	cleared_on DATE, 
	cleared_number TEXT, 
	cleared_words TEXT, 
	CONSTRAINT pk_major_file PRIMARY KEY (id), 
	CONSTRAINT fk_major_file_approved_by_id FOREIGN KEY(approved_by_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_major_file_decided_by_id FOREIGN KEY(decided_by_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_major_file_id FOREIGN KEY(id) REFERENCES hidden_danger (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "major_file" VALUES('d1','打磨间积尘','','','','断电上锁','2026-11-24','恢复除尘','','','','','','20000.50','2026-12-08',NULL,NULL,'partial',1,'p1','2026-11-24','会爆炸',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE major_order (
	major_file_id TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	number TEXT NOT NULL, 
	issuer TEXT NOT NULL, 
	received_on DATE NOT NULL, 
	demands TEXT NOT NULL, 
	due DATE, 
	contact TEXT NOT NULL, 
	received_by_id TEXT, 
	extended_by TEXT NOT NULL, 
	CONSTRAINT pk_major_order PRIMARY KEY (major_file_id, position), 
	CONSTRAINT fk_major_order_major_file_id FOREIGN KEY(major_file_id) REFERENCES major_file (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_major_order_received_by_id FOREIGN KEY(received_by_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "major_order" VALUES('d1',0,'supervision','督〔2026〕3号','镇安委办','2026-11-24','限期治理','2026-12-09','',NULL,'');
CREATE TABLE major_report (
	major_file_id TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	recipient TEXT NOT NULL, 
	reported_on DATE NOT NULL, 
	whom TEXT NOT NULL, 
	how TEXT NOT NULL, 
	by_id TEXT, 
	receipt TEXT NOT NULL, 
	CONSTRAINT pk_major_report PRIMARY KEY (major_file_id, position), 
	CONSTRAINT fk_major_report_by_id FOREIGN KEY(by_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_major_report_major_file_id FOREIGN KEY(major_file_id) REFERENCES major_file (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "major_report" VALUES('d1',0,'department','2026-11-24','镇应急办','平台','p1','回执 18');
CREATE TABLE map_sheet (
	id TEXT NOT NULL, 
	title TEXT NOT NULL, 
	photo TEXT, 
	north INTEGER NOT NULL, 
	CONSTRAINT pk_map_sheet PRIMARY KEY (id)
);
INSERT INTO "map_sheet" VALUES('ms1','厂区平面图','plan.jpg',30);
CREATE TABLE map_version (
	id TEXT NOT NULL, 
	sheet_id TEXT NOT NULL, 
	number INTEGER NOT NULL, 
	kept_on DATE NOT NULL, 
	title TEXT NOT NULL, 
	photo TEXT, 
	north INTEGER NOT NULL, 
	CONSTRAINT pk_map_version PRIMARY KEY (id)
);
INSERT INTO "map_version" VALUES('mv1','ms1',1,'2026-11-23','厂区平面图','plan.jpg',30);
CREATE TABLE map_version_zone (
	version_id TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	corners TEXT NOT NULL, 
	level INTEGER, 
	CONSTRAINT pk_map_version_zone PRIMARY KEY (version_id, position), 
	CONSTRAINT fk_map_version_zone_version_id FOREIGN KEY(version_id) REFERENCES map_version (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "map_version_zone" VALUES('mv1',0,'木工区','["100,100","900,100","900,700","100,700"]',3);
INSERT INTO "map_version_zone" VALUES('mv1',1,'空地','["100,100","900,100","900,700","100,700"]',NULL);
CREATE TABLE map_zone (
	sheet_id TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	corners TEXT NOT NULL, 
	point_ids TEXT NOT NULL, 
	CONSTRAINT pk_map_zone PRIMARY KEY (sheet_id, position), 
	CONSTRAINT fk_map_zone_sheet_id FOREIGN KEY(sheet_id) REFERENCES map_sheet (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "map_zone" VALUES('ms1',0,'z1','木工区','["100,100","900,100","900,700","100,700"]','["rp1"]');
CREATE TABLE measure (
	hazard_id TEXT NOT NULL, 
	id TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	text TEXT NOT NULL, 
	state TEXT NOT NULL, 
	library_id TEXT, 
	person_id TEXT, 
	due DATE, 
	cost TEXT, 
	failed BOOLEAN NOT NULL, 
	CONSTRAINT pk_measure PRIMARY KEY (hazard_id, id), 
	CONSTRAINT fk_measure_hazard_id FOREIGN KEY(hazard_id) REFERENCES hazard (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_measure_person_id FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "measure" VALUES('h1','m1',0,'engineering','锯片装防护罩','in_place',NULL,NULL,NULL,NULL,0);
INSERT INTO "measure" VALUES('h1','m2',1,'emergency','急救箱放在机旁','planned',NULL,NULL,NULL,'89.90',0);
CREATE TABLE number_series (
	series TEXT NOT NULL, 
	last INTEGER NOT NULL, 
	CONSTRAINT pk_number_series PRIMARY KEY (series)
);
CREATE TABLE own_text (
	id TEXT NOT NULL, 
	text TEXT NOT NULL, 
	shipped TEXT NOT NULL, 
	changed_on DATE NOT NULL, 
	CONSTRAINT pk_own_text PRIMARY KEY (id)
);
INSERT INTO "own_text" VALUES('responsibility/general','我们厂这样写','原来的文字','2026-11-24');
CREATE TABLE participant (
	identification_id TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	post_id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	CONSTRAINT pk_participant PRIMARY KEY (identification_id, position), 
	CONSTRAINT fk_participant_identification_id FOREIGN KEY(identification_id) REFERENCES identification (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE person (
	id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	phone TEXT NOT NULL, 
	duty TEXT NOT NULL, 
	department_id TEXT, 
	"left" BOOLEAN NOT NULL, 
	CONSTRAINT pk_person PRIMARY KEY (id), 
	CONSTRAINT fk_person_department_id FOREIGN KEY(department_id) REFERENCES department (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "person" VALUES('p1','𬭎大勇','13800000000','',NULL,0);
INSERT INTO "person" VALUES('p2','周小兰','13800000000','',NULL,0);
CREATE TABLE phone (
	id TEXT NOT NULL, 
	number INTEGER NOT NULL, 
	person_id TEXT NOT NULL, 
	device TEXT NOT NULL, 
	token_sha256 TEXT NOT NULL, 
	paired_at TEXT NOT NULL, 
	ended_at TEXT, 
	CONSTRAINT pk_phone PRIMARY KEY (id), 
	CONSTRAINT fk_phone_person_id FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT uq_phone_number UNIQUE (number), 
	CONSTRAINT uq_phone_token_sha256 UNIQUE (token_sha256)
);
INSERT INTO "phone" VALUES('ph1',1,'p1','安卓手机','cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc','2026-11-24T09:30:00+08:00',NULL);
CREATE TABLE phone_entry (
	id TEXT NOT NULL, 
	sent_id TEXT NOT NULL, 
	phone_id TEXT, 
	person_id TEXT, 
	kind TEXT NOT NULL, 
	made_at TEXT NOT NULL, 
	arrived_at TEXT NOT NULL, 
	payload TEXT NOT NULL, 
	state TEXT NOT NULL, 
	decided_at TEXT, 
	said TEXT NOT NULL, 
	record_id TEXT, 
	CONSTRAINT pk_phone_entry PRIMARY KEY (id), 
	CONSTRAINT fk_phone_entry_phone_id FOREIGN KEY(phone_id) REFERENCES phone (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_phone_entry_person_id FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT uq_phone_entry_sent_id UNIQUE (sent_id)
);
CREATE TABLE phone_entry_photo (
	phone_entry_id TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	photo TEXT NOT NULL, 
	CONSTRAINT pk_phone_entry_photo PRIMARY KEY (phone_entry_id, position), 
	CONSTRAINT fk_phone_entry_photo_phone_entry_id FOREIGN KEY(phone_entry_id) REFERENCES phone_entry (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE phone_use (
	phone_id TEXT NOT NULL, 
	at TEXT NOT NULL, 
	CONSTRAINT pk_phone_use PRIMARY KEY (phone_id), 
	CONSTRAINT fk_phone_use_phone_id FOREIGN KEY(phone_id) REFERENCES phone (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE plan_item (
	plan_id TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	code TEXT NOT NULL, 
	what TEXT NOT NULL, 
	standard TEXT NOT NULL, 
	method TEXT NOT NULL, 
	basis TEXT NOT NULL, 
	place TEXT NOT NULL, 
	source TEXT NOT NULL, 
	hazard_id TEXT, 
	measure_ids TEXT NOT NULL, 
	since DATE, 
	ended_on DATE, 
	CONSTRAINT pk_plan_item PRIMARY KEY (plan_id, position), 
	CONSTRAINT fk_plan_item_plan_id FOREIGN KEY(plan_id) REFERENCES check_plan (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "plan_item" VALUES('c1',0,1,'F-0001-01','防护罩','在位、牢固','看','','推台锯','hazard:h1','h1','["m1"]',NULL,NULL);
CREATE TABLE post (
	id TEXT NOT NULL, 
	code TEXT NOT NULL, 
	name TEXT NOT NULL, 
	work TEXT NOT NULL, 
	place TEXT NOT NULL, 
	headcount INTEGER NOT NULL, 
	department_id TEXT, 
	head_id TEXT, 
	library_id TEXT, 
	CONSTRAINT pk_post PRIMARY KEY (id), 
	CONSTRAINT fk_post_department_id FOREIGN KEY(department_id) REFERENCES department (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_post_head_id FOREIGN KEY(head_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT uq_post_code UNIQUE (code)
);
INSERT INTO "post" VALUES('post1','P-0001','推台锯工','','',1,NULL,NULL,NULL);
CREATE TABLE post_person (
	post_id TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	person_id TEXT NOT NULL, 
	CONSTRAINT pk_post_person PRIMARY KEY (post_id, position), 
	CONSTRAINT fk_post_person_person_id FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_post_person_post_id FOREIGN KEY(post_id) REFERENCES post (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "post_person" VALUES('post1',0,'p1');
CREATE TABLE posting (
	id TEXT NOT NULL, 
	paper TEXT NOT NULL, 
	subject TEXT NOT NULL, 
	name TEXT NOT NULL, 
	digest TEXT NOT NULL, 
	hung_on DATE NOT NULL, 
	by_id TEXT, 
	place TEXT NOT NULL, 
	photo TEXT, 
	taken_down_on DATE, 
	CONSTRAINT pk_posting PRIMARY KEY (id), 
	CONSTRAINT fk_posting_by_id FOREIGN KEY(by_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "posting" VALUES('po1','cards','P-0001','木工 告知卡','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd','2026-11-24','p1','机器旁','wall.jpg',NULL);
CREATE TABLE profile_answer (
	identification_id TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	question_id TEXT NOT NULL, 
	answer BOOLEAN NOT NULL, 
	CONSTRAINT pk_profile_answer PRIMARY KEY (identification_id, position), 
	CONSTRAINT fk_profile_answer_identification_id FOREIGN KEY(identification_id) REFERENCES identification (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE quiz_result (
	id TEXT NOT NULL, 
	person_id TEXT NOT NULL, 
	post_id TEXT NOT NULL, 
	post_name TEXT NOT NULL, 
	edition TEXT NOT NULL, 
	"on" DATE NOT NULL, 
	how TEXT NOT NULL, 
	danger_right BOOLEAN NOT NULL, 
	duty_right BOOLEAN NOT NULL, 
	emergency_right BOOLEAN NOT NULL, 
	picture TEXT, 
	kept_at TEXT, 
	CONSTRAINT pk_quiz_result PRIMARY KEY (id), 
	CONSTRAINT fk_quiz_result_person_id FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "quiz_result" VALUES('q1','p1','post1','木工','a1b2c3d4','2026-11-24','phone',1,1,0,NULL,NULL);
CREATE TABLE received_file (
	id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	sender_code TEXT NOT NULL, 
	sender_name TEXT NOT NULL, 
	series TEXT NOT NULL, 
	sequence INTEGER NOT NULL, 
	manifest_sha256 TEXT NOT NULL, 
	fingerprint TEXT NOT NULL, 
	created_at TEXT NOT NULL, 
	received_at TEXT NOT NULL, 
	file_name TEXT NOT NULL, 
	title TEXT NOT NULL, 
	decision TEXT NOT NULL, 
	words TEXT NOT NULL, 
	message TEXT NOT NULL, 
	CONSTRAINT pk_received_file PRIMARY KEY (id)
);
INSERT INTO "received_file" VALUES('rf1','receipt','331082','镇安委办','331082/91350100M000100Y43',1,'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb','2026-11-24T09:30:00+08:00','2026-11-24T09:30:00+08:00','回执.zip','回执','taken','第 1 号上报，镇里已收下。','');
CREATE TABLE renewal (
	id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	title TEXT NOT NULL, 
	due_on DATE NOT NULL, 
	every_months INTEGER, 
	person_id TEXT, 
	number TEXT NOT NULL, 
	issuer TEXT NOT NULL, 
	place TEXT NOT NULL, 
	note TEXT NOT NULL, 
	photos TEXT NOT NULL, 
	ended TEXT NOT NULL, 
	CONSTRAINT pk_renewal PRIMARY KEY (id), 
	CONSTRAINT fk_renewal_person_id FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "renewal" VALUES('rn1','extinguisher-service','灭火器','2027-11-01',NULL,NULL,'','','','','[]','');
CREATE TABLE renewal_round (
	renewal_id TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	done_on DATE NOT NULL, 
	due_before DATE NOT NULL, 
	due_after DATE NOT NULL, 
	by_id TEXT, 
	note TEXT NOT NULL, 
	photo TEXT, 
	CONSTRAINT pk_renewal_round PRIMARY KEY (renewal_id, position), 
	CONSTRAINT fk_renewal_round_renewal_id FOREIGN KEY(renewal_id) REFERENCES renewal (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_renewal_round_by_id FOREIGN KEY(by_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "renewal_round" VALUES('rn1',0,'2026-11-24','2026-11-01','2027-11-01','p1','已年检',NULL);
CREATE TABLE risk_point (
	id TEXT NOT NULL, 
	code TEXT NOT NULL, 
	name TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	place TEXT NOT NULL, 
	quantity INTEGER NOT NULL, 
	module_id TEXT, 
	department_id TEXT, 
	owner_id TEXT, 
	CONSTRAINT pk_risk_point PRIMARY KEY (id), 
	CONSTRAINT fk_risk_point_department_id FOREIGN KEY(department_id) REFERENCES department (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_risk_point_owner_id FOREIGN KEY(owner_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT uq_risk_point_code UNIQUE (code)
);
INSERT INTO "risk_point" VALUES('rp1','F-0001','推台锯','facility','木工车间',1,NULL,NULL,'p1');
CREATE TABLE risk_point_post (
	risk_point_id TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	post_id TEXT NOT NULL, 
	CONSTRAINT pk_risk_point_post PRIMARY KEY (risk_point_id, position), 
	CONSTRAINT fk_risk_point_post_post_id FOREIGN KEY(post_id) REFERENCES post (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_risk_point_post_risk_point_id FOREIGN KEY(risk_point_id) REFERENCES risk_point (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "risk_point_post" VALUES('rp1',0,'post1');
CREATE TABLE self_assessment (
	id TEXT NOT NULL, 
	number INTEGER NOT NULL, 
	started_on DATE NOT NULL, 
	finished_on DATE, 
	by_id TEXT, 
	CONSTRAINT pk_self_assessment PRIMARY KEY (id), 
	CONSTRAINT fk_self_assessment_by_id FOREIGN KEY(by_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "self_assessment" VALUES('sa1',1,'2026-11-24','2026-11-24','p1');
CREATE TABLE sent_letter (
	id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	sequence INTEGER NOT NULL, 
	manifest_sha256 TEXT NOT NULL, 
	created_at TEXT NOT NULL, 
	file_name TEXT NOT NULL, 
	addressee TEXT NOT NULL, 
	CONSTRAINT pk_sent_letter PRIMARY KEY (id)
);
INSERT INTO "sent_letter" VALUES('sl1','key-rotation',2,'cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc','2026-11-24T09:30:00+08:00','换密钥通知.zip','镇安委办');
CREATE TABLE setting (
	"key" TEXT NOT NULL, 
	value TEXT NOT NULL, 
	CONSTRAINT pk_setting PRIMARY KEY ("key")
);
CREATE TABLE sign_off (
	identification_id TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	role TEXT NOT NULL, 
	name TEXT NOT NULL, 
	signed_on DATE NOT NULL, 
	unit TEXT NOT NULL, 
	speciality TEXT NOT NULL, 
	certificate TEXT NOT NULL, 
	CONSTRAINT pk_sign_off PRIMARY KEY (identification_id, position), 
	CONSTRAINT fk_sign_off_identification_id FOREIGN KEY(identification_id) REFERENCES identification (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE special_days (
	id TEXT NOT NULL, 
	first_day DATE NOT NULL, 
	last_day DATE NOT NULL, 
	closed BOOLEAN NOT NULL, 
	reason TEXT NOT NULL, 
	CONSTRAINT pk_special_days PRIMARY KEY (id)
);
INSERT INTO "special_days" VALUES('s1','2026-12-05','2026-12-06',1,'停电检修');
CREATE TABLE "submission" (
	id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	sequence INTEGER NOT NULL, 
	file_name TEXT NOT NULL, 
	manifest_sha256 TEXT NOT NULL, 
	created_at TEXT NOT NULL, 
	period_from DATE NOT NULL, 
	period_to DATE NOT NULL, 
	risks INTEGER NOT NULL, 
	hidden_dangers INTEGER NOT NULL, 
	channel TEXT NOT NULL, 
	sent_on DATE, 
	proof TEXT NOT NULL, 
	outcome TEXT NOT NULL, 
	outcome_on DATE, 
	receipt TEXT NOT NULL, group_id TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_submission PRIMARY KEY (id)
);
INSERT INTO "submission" VALUES('s1','report',1,'上报包.zip','dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd','2026-11-24T09:30:00+08:00','2026-11-24','2026-11-24',0,0,'other','2026-11-24','回执 收 1 号','accepted','2026-11-24','收 1 号','');
CREATE TABLE submission_photo (
	submission_id TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	photo TEXT NOT NULL, 
	CONSTRAINT pk_submission_photo PRIMARY KEY (submission_id, position), 
	CONSTRAINT fk_submission_photo_submission_id FOREIGN KEY(submission_id) REFERENCES submission (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "submission_photo" VALUES('s1',0,'p.jpg');
CREATE TABLE training (
	id TEXT NOT NULL, 
	code TEXT NOT NULL, 
	topic TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	planned_on DATE NOT NULL, 
	hours TEXT NOT NULL, 
	teacher TEXT NOT NULL, 
	place TEXT NOT NULL, 
	content TEXT NOT NULL, 
	post_ids TEXT NOT NULL, 
	held_on DATE, 
	scans TEXT NOT NULL, 
	cancelled TEXT NOT NULL, 
	CONSTRAINT pk_training PRIMARY KEY (id)
);
INSERT INTO "training" VALUES('t1','PX-0001','防火','emergency','2026-11-24','1','','','','[]','2026-11-24','[]','');
CREATE TABLE trusted_party (
	id TEXT NOT NULL, 
	role TEXT NOT NULL, 
	code TEXT NOT NULL, 
	name TEXT NOT NULL, 
	certificate TEXT NOT NULL, 
	pinned_on DATE NOT NULL, 
	compared_with TEXT NOT NULL, 
	vouched_by TEXT NOT NULL, 
	until DATE, 
	revoked BOOLEAN NOT NULL, 
	revoked_at TEXT, 
	reason TEXT NOT NULL, 
	CONSTRAINT pk_trusted_party PRIMARY KEY (id)
);
INSERT INTO "trusted_party" VALUES('bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb','department','331082','镇安委办','-----','2026-11-24','公函〔2026〕1号','',NULL,0,NULL,'');
CREATE INDEX ix_audit_entry_record_id ON audit_entry (record_id);
CREATE INDEX ix_answer_identification_id ON answer (identification_id);
CREATE INDEX ix_hazard_level ON hazard (level);
CREATE INDEX ix_hazard_risk_point_id ON hazard (risk_point_id);
CREATE INDEX ix_post_person_person_id ON post_person (person_id);
CREATE INDEX ix_risk_point_post_post_id ON risk_point_post (post_id);
CREATE INDEX ix_hazard_responsible_person_id ON hazard_responsible (person_id);
CREATE INDEX ix_check_plan_post_id ON check_plan (post_id);
CREATE INDEX ix_inspection_due_on ON inspection (due_on);
CREATE INDEX ix_inspection_inspector_id ON inspection (inspector_id);
CREATE INDEX ix_inspection_plan_id ON inspection (plan_id);
CREATE INDEX ix_plan_item_hazard_id ON plan_item (hazard_id);
CREATE INDEX ix_inspection_photo_photo ON inspection_photo (photo);
CREATE INDEX ix_map_version_sheet_id ON map_version (sheet_id);
CREATE INDEX ix_hidden_danger_risk_point_id ON hidden_danger (risk_point_id);
CREATE INDEX ix_hidden_danger_hazard_id ON hidden_danger (hazard_id);
CREATE INDEX ix_hidden_danger_found_on ON hidden_danger (found_on);
CREATE INDEX ix_hidden_danger_closed_on ON hidden_danger (closed_on);
CREATE INDEX ix_hidden_danger_photo_photo ON hidden_danger_photo (photo);
CREATE INDEX ix_danger_event_danger_id ON danger_event (danger_id);
CREATE INDEX ix_control_review_hazard_id ON control_review (hazard_id);
CREATE INDEX ix_attendance_person_id ON attendance (person_id);
CREATE INDEX ix_card_receipt_person_id ON card_receipt (person_id);
CREATE INDEX ix_quiz_result_person_id ON quiz_result (person_id);
CREATE INDEX ix_award_person_id ON award (person_id);
CREATE INDEX ix_renewal_due_on ON renewal (due_on);
CREATE INDEX ix_phone_entry_person_id ON phone_entry (person_id);
CREATE INDEX ix_phone_entry_state ON phone_entry (state);
CREATE INDEX ix_phone_entry_photo_photo ON phone_entry_photo (photo);
CREATE INDEX ix_received_file_series ON received_file (series);
CREATE INDEX ix_demand_closed_on ON demand (closed_on);
CREATE INDEX ix_posting_paper ON posting (paper);
CREATE INDEX ix_assessment_answer_person_id ON assessment_answer (person_id);
CREATE INDEX ix_handover_from_id ON handover (from_id);
CREATE INDEX ix_handover_to_id ON handover (to_id);
COMMIT;
