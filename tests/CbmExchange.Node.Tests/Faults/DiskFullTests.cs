using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Node.Tests.Hosting;
using Grpc.Core;

namespace CbmExchange.Node.Tests.Faults;

/// <summary>The disk becomes full while the node runs.</summary>
public sealed class DiskFullTests : IAsyncLifetime
{
    /// <summary>More than a start needs to have free.</summary>
    private const int DiskMebibytes = 420;

    /// <summary>Drafts after which a full disk must have shown: a page of a table holds fewer than ten.</summary>
    private const int DraftsMax = 2_000;

    private readonly NodeProcess node = NodeProcess.OnSmallDisk("XA", DiskMebibytes);

    /// <inheritdoc/>
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task DisposeAsync() => await node.DisposeAsync();

    [SmallDiskFact]
    public async Task Commands_are_refused_in_a_plain_sentence_and_go_on_when_there_is_room_again()
    {
        await node.StartAsync();
        var author = node.Publishing("author");
        var held = new HashSet<string>();
        var inTheWay = SmallDisk.Fill(node.Files.Folder);

        var (request, refused) = await UntilRefusedAsync(author, held);

        Assert.Equal(StatusCode.Unavailable, refused.StatusCode);
        // Not known, where PostgreSQL itself ended for want of room.
        Assert.Matches(
            "^The disk of the database is full: free some space; nothing was lost. (Nothing was done.|Whether it "
            + "was done is not known yet: ask again with the same command id.) It is safe to repeat.$",
            refused.Status.Detail);
        Assert.Contains(node.Errors.ToArray(), line => line.Contains("Alarm disk-full", StringComparison.Ordinal));
        Assert.Equal(held.Order(), (await OwnAsync()).Order());
        await node.Directory("duty").LookupAsync(new LookupRequest { State = "XA" });

        File.Delete(inTheWay);
        var reply = await CommandLoad.UntilAnsweredAsync(() => author.DraftRecordAsync(request).ResponseAsync);
        Assert.True(held.Add(reply.RecordId));
        Assert.Equal(held.Order(), (await OwnAsync()).Order());
        Assert.Equal(0, await node.StopAsync());
    }

    private static async Task<(DraftRecordRequest Request, RpcException Refused)> UntilRefusedAsync(
        PublishingService.PublishingServiceClient author, HashSet<string> held)
    {
        for (var count = 0; count < DraftsMax; count++)
        {
            var request = Drafts.Strategy();
            try
            {
                held.Add((await author.DraftRecordAsync(request)).RecordId);
            }
            catch (RpcException refused) when (refused.StatusCode != StatusCode.ResourceExhausted)
            {
                return (request, refused);
            }
            catch (RpcException)
            {
                // The officer's allowance of calls is spent for the moment.
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            }
        }

        throw new Xunit.Sdk.XunitException($"{DraftsMax} drafts were taken on a full disk.");
    }

    private async Task<List<string>> OwnAsync()
    {
        var page = await node.Publishing("author").ListOwnRecordsAsync(new ListOwnRecordsRequest { PageSize = 200 });
        Assert.Empty(page.NextPageToken);
        return [.. page.Records.Select(record => record.RecordId)];
    }
}
