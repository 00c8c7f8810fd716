using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using CbmExchange.Testing.Wire;
using Google.Protobuf;
using Grpc.Core;
using System.Security.Cryptography;
using Xunit.Abstractions;

namespace CbmExchange.Node.Tests.Faults;

/// <summary>
/// Two whole nodes whose databases stand behind proxies: each message of a release's transaction, and of the
/// transaction in which the peer stores what came, fails once. What the officer was told is true, the same command id
/// gets the first answer, and both nodes go on.
/// </summary>
public sealed class WireFaultTests(TwoNodes nodes, ITestOutputHelper output) : IClassFixture<TwoNodes>
{
    private const int ChunkBytes = 64 * 1024;

    private readonly FaultTable table = new(output);

    [Fact]
    public async Task A_release_is_told_truly_and_stored_once_on_both_sides_whatever_step_fails()
    {
        await using var a = PostgresProxy.Before(nodes.HomeA.ConnectionString);
        await using var b = PostgresProxy.Before(nodes.HomeB.ConnectionString);
        await nodes.RestartAAsync(() => ReachAsync(nodes.HomeA, a));
        await nodes.RestartBAsync(() => ReachAsync(nodes.HomeB, b));
        nodes.A.ExpectedErrors.Add("disk-full");
        try
        {
            var count = await ReleasesAsync(a) + await IncomingAsync(b);
            await ConvergeAsync(count);
            output.WriteLine($"{table.Count} faults");
        }
        finally
        {
            a.Disarm();
            b.Disarm();
            await nodes.RestartAAsync(() => ReachAsync(nodes.HomeA, null));
            await nodes.RestartBAsync(() => ReachAsync(nodes.HomeB, null));
        }
    }

    [Fact]
    public async Task An_upload_that_was_cut_anywhere_is_ended_by_asking_again()
    {
        var file = RandomNumberGenerator.GetBytes((4 * ChunkBytes) + 17);
        var hash = Convert.ToHexStringLower(SHA256.HashData(file));
        for (var chunks = 1; chunks <= 5; chunks++)
        {
            var channel = nodes.A.As("author");
            using var cut = new PublishingService.PublishingServiceClient(channel).PutAttachment();
            for (var n = 0; n < chunks; n++)
            {
                await cut.RequestStream.WriteAsync(Chunk(file, hash, n));
            }

            channel.Dispose();
            var end = await Assert.ThrowsAnyAsync<RpcException>(() => cut.ResponseAsync);
            Assert.NotEqual(StatusCode.OK, end.StatusCode);
            table.Add("attachment put", $"officer > chunk {chunks}", "cut after", "nothing", "taken up again");
        }

        var put = await TwoNodes.UntilAsync(() => PutAsync(file, hash), answer => answer is not null);
        var again = await PutAsync(file, hash);
        Assert.Equal((hash, (long)file.Length), (put!.Sha256, put.SizeBytes));
        Assert.Equal(put, again);
    }

    private static Task ReachAsync(TestHome home, PostgresProxy? proxy)
    {
        home.ReachBy(proxy?.ConnectionString ?? home.ConnectionString);
        return Task.CompletedTask;
    }

    private static PutAttachmentRequest Chunk(byte[] file, string hash, int number) => new()
    {
        Sha256 = number == 0 ? hash : "",
        SizeBytes = number == 0 ? file.Length : 0,
        OffsetBytes = number * ChunkBytes,
        Chunk = ByteString.CopyFrom(
            file, number * ChunkBytes, Math.Min(ChunkBytes, file.Length - (number * ChunkBytes))),
    };

    // The node may not have seen yet that the upload before ended: null then.
    private async Task<PutAttachmentResponse?> PutAsync(byte[] file, string hash)
    {
        using var call = nodes.A.Publishing("author").PutAttachment();
        try
        {
            for (var n = 0; n * ChunkBytes < file.Length; n++)
            {
                await call.RequestStream.WriteAsync(Chunk(file, hash, n));
            }

            await call.RequestStream.CompleteAsync();
        }
        catch (RpcException)
        {
            // The answer came before the end: it follows.
        }

        try
        {
            return await call.ResponseAsync;
        }
        catch (RpcException error) when (error.StatusCode == StatusCode.ResourceExhausted)
        {
            return null;
        }
    }

    // Answers how many records were released.
    private async Task<int> ReleasesAsync(PostgresProxy a)
    {
        var steps = await StepsAsync(a);
        var count = 3;
        WireFault[] cuts = [new(WireFaultKind.CutBefore), new(WireFaultKind.CutAfter)];
        WireFault[] refusals = [new(WireFaultKind.Refuse, "53100"), new(WireFaultKind.Refuse, "57014")];
        foreach (var step in steps)
        {
            foreach (var fault in step.CanRefuse ? cuts.Concat(refusals) : cuts)
            {
                await ReleaseAsync(a, step, fault);
                count++;
            }
        }

        return count;
    }

    // The writer connects first; the third is the run that went well.
    private async Task<List<WireStep>> StepsAsync(PostgresProxy a)
    {
        List<WireStep> steps = [];
        for (var n = 0; n < 3; n++)
        {
            var request = await ClearedAsync();
            a.Disarm();
            await nodes.A.Publishing("authority").ReleaseRecordAsync(request);
            steps = [.. a.Passed().Where(step => step.Program == "writer")];
        }

        // Up to the end of the first command: what follows now and then is what the peer sent back.
        var (sync, ready) = (steps.FindIndex(step => step.Type == 'S'), steps.FindIndex(step => step.Type == 'Z'));
        steps = [.. steps.Where((step, n) => n <= (step.FromServer ? ready : sync))];

        Assert.Contains(steps, step => step is { FromServer: true, Type: 'D' });
        return steps;
    }

    private async Task<ReleaseRecordRequest> ClearedAsync() =>
        Flow.Release(await Flow.ClearedAsync(nodes.A), Drafts.To("XB"));

    private async Task ReleaseAsync(PostgresProxy a, WireStep step, WireFault fault)
    {
        var request = await ClearedAsync();
        var authority = nodes.A.Publishing("authority");
        a.Arm(step, fault);
        var (first, told) = await AskAsync(() => authority.ReleaseRecordAsync(request).ResponseAsync);
        Assert.True(a.FiredAt is not null, $"{step}: never came, so {fault} tested nothing.");
        a.Disarm();

        var again = await CommandLoad.UntilAnsweredAsync(() => authority.ReleaseRecordAsync(request).ResponseAsync);
        Assert.True(first is null || first.Record.Equals(again.Record), $"{step}: {fault}: {first} and then {again}");
        table.Add("release command", step, fault, told, "first answer");
    }

    private static async Task<(ReleaseRecordResponse? Answer, string Told)> AskAsync(
        Func<Task<ReleaseRecordResponse>> ask)
    {
        try
        {
            return (await ask(), "done");
        }
        catch (RpcException error)
        {
            Assert.Equal(StatusCode.Unavailable, error.StatusCode);
            var isNotDone = error.Status.Detail.Contains("Nothing was done", StringComparison.Ordinal);
            Assert.True(isNotDone || error.Status.Detail.Contains("ask again", StringComparison.Ordinal)
                || error.Status.Detail.Contains("safe to repeat", StringComparison.Ordinal), error.Status.Detail);
            return (null, isNotDone ? "not done" : "ask again");
        }
    }

    // What comes in is stored by a loop, so its steps are cut one after the other while releases come: what a prepared
    // append takes, from bind to sync and from bound to ready.
    private async Task<int> IncomingAsync(PostgresProxy b)
    {
        var count = 0;
        foreach (var fault in (WireFault[])[new(WireFaultKind.CutBefore), new(WireFaultKind.CutAfter)])
        {
            foreach (var (fromServer, ordinal) in Enumerable.Range(1, 3).Select(n => (false, n))
                .Concat(Enumerable.Range(1, 4).Select(n => (true, n))))
            {
                var request = await ClearedAsync();
                b.Arm(new WireStep("writer", fromServer, ' ', ordinal), fault);
                await nodes.A.Publishing("authority").ReleaseRecordAsync(request);
                count++;
                var step = await TwoNodes.UntilAsync(() => Task.FromResult(b.FiredAt), fired => fired is not null);
                b.Disarm();
                await HoldsAsync(request.RecordId);
                table.Add("peer stores", step!, fault, "peer asks again", "stored once");
            }
        }

        return count;
    }

    private Task<bool> HoldsAsync(string record) => TwoNodes.UntilAsync(
        async () =>
        {
            try
            {
                await nodes.B.Publishing("authority").GetRecordAsync(new GetRecordRequest { Record = record });
                return true;
            }
            catch (RpcException error) when (error.StatusCode is StatusCode.NotFound or StatusCode.Unavailable)
            {
                return false;
            }
        },
        held => held);

    private async Task ConvergeAsync(int releases)
    {
        var (ours, theirs) = (nodes.A.Administration("admin"), nodes.B.Administration("admin"));
        var (sent, held) = await TwoNodes.UntilAsync(
            async () => (Out: await StreamAsync(ours, "XB", "out"), In: await StreamAsync(theirs, "XA", "in")),
            pair => pair.Out.Size == pair.In.Applied && pair.Out.Root == pair.In.Root && pair.In.Fault.Length == 0);
        Assert.True(sent.Size >= releases, $"{releases} released, {sent.Size} entries.");
        Assert.Equal(sent.Root, held.Root);
        Assert.Empty((await theirs.ListQuarantineAsync(new ListQuarantineRequest())).Items);
    }

    private static async Task<StreamView> StreamAsync(
        AdministrationService.AdministrationServiceClient client, string peer, string direction) =>
        (await client.ListStreamsAsync(new ListStreamsRequest())).Streams
        .Single(stream => stream.Designator == peer && stream.Direction == direction);
}
