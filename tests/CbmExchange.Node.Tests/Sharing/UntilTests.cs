using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Xunit.Abstractions;

namespace CbmExchange.Node.Tests.Sharing;

/// <summary>
/// "What did we share with X until D": after any order of releases, widenings, narrowings, corrections and a withdrawal
/// the peer holds what view-as says, no more, and view-as says of each earlier moment what the peer held then.
/// </summary>
public sealed class UntilTests(TwoNodes nodes, ITestOutputHelper output) : IClassFixture<TwoNodes>
{
    private const int StepsCount = 10;

    private static readonly string[][] LeftOut = [[], ["sections/annex-2"], ["sections"], ["abstract", "sections/main"]];

    private readonly List<(Timestamp At, ViewAsItem? Seen)> moments = [];
    private RecordCommandReply record = new();

    private TestNode A => nodes.A;

    private TestNode B => nodes.B;

    [Fact]
    public async Task The_peer_holds_what_view_as_says_and_each_earlier_moment_reads_as_it_was()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        record = await Flow.ClearedAsync(A);
        await RememberAsync();
        for (var step = 0; step < StepsCount; step++)
        {
            await StepAsync(random, step);
            await RememberAsync();
        }

        await WithdrawAsync();
        await RememberAsync();

        foreach (var (at, seen) in moments)
        {
            Assert.Equal(seen, await SeenAsync(at));
        }

        Assert.Null(moments[0].Seen);
        Assert.True(moments[^1].Seen!.Withdrawn);
        Assert.True(moments.Select(moment => moment.Seen).Distinct().Count() > 2);
    }

    private async Task StepAsync(Random random, int step)
    {
        var authority = A.Publishing("authority");
        var leftOut = LeftOut[random.Next(LeftOut.Length)];
        switch (step == 0 ? 0 : random.Next(5))
        {
            case 0:
                record = (await authority.ReleaseRecordAsync(Flow.Release(record, Drafts.To("XB", leftOut)))).Record;
                break;
            case 1:
                await ReviseAsync(step);
                record = (await authority.ReleaseRecordAsync(Flow.Release(record, Drafts.To("XB", leftOut)))).Record;
                break;
            case 2:
                await ReviseAsync(step);
                record = (await authority.ReleaseRecordAsync(Flow.Release(record, Drafts.To("XC")))).Record;
                break;
            case 3:
                await ReviseAsync(step);
                record = (await authority.ReleaseRecordAsync(ShareSteps.Correction(record, "The address."))).Record;
                break;
            default:
                record = (await authority.NarrowReleaseAsync(new NarrowReleaseRequest
                {
                    CommandId = Drafts.NewCommand(),
                    RecordId = record.RecordId,
                    ExpectedVersion = record.HeldVersion,
                    Participants = { "XB" },
                })).Record;
                break;
        }
    }

    private async Task ReviseAsync(int step) => record = await ShareSteps.RevisedAsync(
        A, record, body => body.OfficialUrl = $"https://strategy.example.org/{step}");

    private async Task WithdrawAsync() => record = (await A.Publishing("authority").WithdrawRecordAsync(
        new WithdrawRecordRequest
        {
            CommandId = Drafts.NewCommand(),
            RecordId = record.RecordId,
            ExpectedVersion = record.HeldVersion,
            ReasonClass = "no-longer-valid",
            Request = "stop-using",
        })).Record;

    // The peer comes to hold just what view-as says, which is then remembered with its moment.
    private async Task RememberAsync()
    {
        var seen = await SeenAsync(null);
        if (seen is not null)
        {
            var given = JsonParser.Default.Parse<NationalDocument>(seen.ContentJson);
            await ShareSteps.HeldAsync(B, record.RecordId, held => held.Body.NationalDocument.Equals(given)
                && held.Marking.Equals(seen.Marking) && (held.NarrowedAt is not null) == (seen.NarrowedAt is not null)
                && (held.State == "withdrawn") == seen.Withdrawn);
        }

        moments.Add((TimeProvider.System.GetUtcNow().ToTimestamp(), seen));
    }

    private async Task<ViewAsItem?> SeenAsync(Timestamp? until) =>
        (await A.Publishing("authority").ViewAsAsync(
            new ViewAsRequest { Participant = "XB", PageSize = 200, Until = until }))
        .Items.FirstOrDefault(item => item.RecordId == record.RecordId);
}
