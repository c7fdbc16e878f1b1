-- $1 how many people · $2 the customers of Clerk, who are the first of them. Person n is the same person in every sandbox.
WITH words AS (
  SELECT
    ARRAY['김','이','박','최','정','강','조','윤','장','임','한','오','서','신','권','황'] AS family,
    ARRAY['kim','lee','park','choi','jung','kang','cho','yoon','jang','lim','han','oh','seo','shin','kwon','hwang'] AS family_latin,
    ARRAY['민지','서준','하은','도윤','지우','예준','수아','시우','지호','채원','현우','유나','은서','건우','다인','태민'] AS given,
    ARRAY['minji','seojun','haeun','doyun','jiwoo','yejun','sua','siwoo','jiho','chaewon','hyunwoo','yuna','eunseo','gunwoo','dain','taemin'] AS given_latin,
    ARRAY['Amara Okafor','Lucía Fernández','Noah Becker','Zoë van Dijk','Priya Raman','Søren Lund','Yuki Tanaka','Chloé Martin'] AS abroad,
    ARRAY['서울특별시 마포구','서울특별시 성동구','부산광역시 해운대구','대구광역시 수성구','인천광역시 연수구','경기도 성남시 분당구','제주특별자치도 제주시'] AS city,
    ARRAY['양화로 45, 1203호','왕십리로 83-21','센텀중앙로 97 A동','달구벌대로 2503','컨벤시아대로 165','판교역로 235','연북로 33, 2층'] AS line,
    ARRAY['mail.example','naver.example','daum.example','work.example','example.com'] AS host
), drawn AS (
  SELECT n,
    floor(sandbox_vault.chance(n, 101) * 16)::int + 1 AS f,
    floor(sandbox_vault.chance(n, 102) * 16)::int + 1 AS g,
    sandbox_vault.chance(n, 103) < 0.78 AS korean,
    lpad(floor(sandbox_vault.chance(n, 104) * 10000)::text, 4, '0') AS first4,
    lpad(floor(sandbox_vault.chance(n, 105) * 10000)::text, 4, '0') AS last4,
    floor(sandbox_vault.chance(n, 106) * 5)::int AS phone_form
  FROM generate_series(1, $1::bigint) AS n
), named AS (
  SELECT drawn.*, words.*,
    CASE WHEN korean THEN family[f] || given[g] ELSE sandbox_vault.choose(abroad, n, 107) END AS full_name
  FROM drawn CROSS JOIN words
), written AS (
  SELECT n, full_name, korean,
    CASE WHEN korean THEN given_latin[g] || '.' || family_latin[f]
         ELSE trim('.' FROM regexp_replace(translate(lower(full_name), 'áéíóúëøñ', 'aeioueon'), '[^a-z]+', '.', 'g')) END
      || n || '@' || sandbox_vault.choose(host, n, 108) AS email,
    CASE phone_form
      WHEN 0 THEN '010-' || first4 || '-' || last4
      WHEN 1 THEN '+82 10-' || first4 || '-' || last4
      WHEN 2 THEN '010' || first4 || last4
      WHEN 3 THEN '+82-2-' || first4 || '-' || last4
      ELSE '+1 (555) 010-' || last4 END AS phone,
    sandbox_vault.choose(city, n, 109) AS city,
    sandbox_vault.choose(line, n, 110) AS line,
    date '1958-01-01' + floor(sandbox_vault.chance(n, 111) * 17000)::int AS born
  FROM named
), known AS (
  SELECT n, clerk_id, coalesce(customer.email, written.email) AS email, coalesce(customer.name, full_name) AS name,
    phone, city, line, born, customer.name IS NULL AND korean AS korean
  FROM written
  LEFT JOIN (SELECT place, customer ->> 'id' AS clerk_id, customer ->> 'email' AS email, customer ->> 'name' AS name
             FROM jsonb_array_elements($2::jsonb) WITH ORDINALITY AS listed (customer, place)) AS customer ON place = n
)
INSERT INTO sandbox_vault.people (user_id, clerk_id, email, card, profile)
SELECT n, clerk_id, email,
  jsonb_build_object('id', 'u_' || n, 'email', email),
  jsonb_build_object('id', 'u_' || n, 'name', name, 'email', email, 'phone', phone, 'birthdate', born,
    'locale', CASE WHEN korean THEN 'ko-KR' ELSE 'en' END, 'address', jsonb_build_object('city', city, 'line', line))
FROM known;
