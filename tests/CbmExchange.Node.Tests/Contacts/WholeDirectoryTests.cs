using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Envelopes.Descriptors;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using CbmExchange.Testing;
using Xunit.Abstractions;

namespace CbmExchange.Node.Tests.Contacts;

/// <summary>A small State on a thin line reads the contacts of all the others (A/68/98 §32(c)).</summary>
public sealed class WholeDirectoryTests(PostgresFixture postgres, ITestOutputHelper output)
    : IClassFixture<PostgresFixture>
{
    private const int StatesCount = 57;
    private const int ContactsPerState = 3;

    /// <summary>Handshakes, checkpoints and everything else on the line included (design §5).</summary>
    private const long WireBytesMax = 1_000_000;

    [Fact]
    [Trait("Proves", "32c")]
    public async Task The_directory_of_57_States_arrives_packed_and_is_read_with_every_one_of_them_gone()
    {
        await using var states = new ManyStates(StatesCount);
        var instance = Path.GetTempFileName();
        states.WriteInstance(instance);
        var port = FreePorts.Next();
        await using var home = await TestHome.MakeAsync(
            postgres, instance, TimeProvider.System, "XB", ["--endpoint", $"127.0.0.1:{port}"]);
        File.Delete(instance);
        home.Change(settings => settings with { Listeners = settings.Listeners with { Peers = $"127.0.0.1:{port}" } });
        await using var node = await TestNode.StartAsync(home);
        var own = await node.Administration("admin").ExportDescriptorAsync(new ExportDescriptorRequest());
        await states.StartAsync(DescriptorVerifier.Open(own.SignedDescriptor.ToByteArray(), null).Value);
        await states.AdmitAtAsync(node);
        var desk = ContactSteps.Directory(node);

        await TwoNodes.UntilAsync(
            async () => (await ContactSteps.ExportAsync(desk, "csv")).First,
            first => first.Facts.VisibleCount == StatesCount * ContactsPerState);
        var (bytes, connections) = (states.Bytes, states.Connections);
        await states.StopAsync();

        output.WriteLine($"{bytes} bytes over {connections} connections");
        Assert.Equal(StatesCount, connections);
        Assert.InRange(bytes, StatesCount * ContactsPerState * 1000, WireBytesMax);
        foreach (var designator in states.Designators)
        {
            var answer = await desk.LookupAsync(new LookupRequest { State = designator, Precedence = "immediate" });
            // In office hours another desk of the State may be on duty as well.
            Assert.Contains(
                answer.Contacts, contact => contact is { Office: "National Crisis Duty Desk", OnDutyNow: true });
            Assert.Equal(ContactsPerState, answer.Contacts.Count);
            Assert.All(answer.Contacts, contact => Assert.Equal("signature valid", contact.SignatureState));
        }
    }
}
