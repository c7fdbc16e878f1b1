# The playbook's one-liner by the real ActiveRecord, of the first ROWS of a relying party: PARTY ROWS. It prints how many it did in how long.
require "active_record"
require "pg"

ActiveRecord::Base.establish_connection(ENV.fetch("BENCH_DATABASE_URL"))
class WebhookOutboxEntry < ActiveRecord::Base
  scope :dead, -> { where.not(dlq_at: nil).where(delivered_at: nil) }
end

party, rows = ARGV.map(&:to_i)
WebhookOutboxEntry.first
began = Process.clock_gettime(Process::CLOCK_MONOTONIC)
done = 0
WebhookOutboxEntry.where(oauth_application_id: party).dead.limit(rows).find_each do |e|
  e.update!(dlq_at: nil, next_retry_at: nil, attempts: 0, last_error: nil, enqueued_at: Time.now.utc)
  done += 1
end
puts "#{done} #{Process.clock_gettime(Process::CLOCK_MONOTONIC) - began}"
