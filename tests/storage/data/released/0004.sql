BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0004');
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
	CONSTRAINT uq_hidden_danger_code UNIQUE (code), 
	CONSTRAINT fk_hidden_danger_found_by_id FOREIGN KEY(found_by_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_hidden_danger_accepted_by_id FOREIGN KEY(accepted_by_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_hidden_danger_rectified_by_id FOREIGN KEY(rectified_by_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_hidden_danger_responsible_id FOREIGN KEY(responsible_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_hidden_danger_graded_by_id FOREIGN KEY(graded_by_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
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
CREATE TABLE profile_answer (
	identification_id TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	question_id TEXT NOT NULL, 
	answer BOOLEAN NOT NULL, 
	CONSTRAINT pk_profile_answer PRIMARY KEY (identification_id, position), 
	CONSTRAINT fk_profile_answer_identification_id FOREIGN KEY(identification_id) REFERENCES identification (id) DEFERRABLE INITIALLY DEFERRED
);
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
CREATE TABLE submission (
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
	CONSTRAINT pk_submission PRIMARY KEY (id)
);
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
COMMIT;
