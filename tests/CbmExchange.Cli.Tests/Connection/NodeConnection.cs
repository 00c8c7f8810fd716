using System.Net;
using CbmExchange.Cli.Tests.Scripted;
using CbmExchange.Envelopes.Keys;

namespace CbmExchange.Cli.Tests.Connection;

/// <summary>How cbmx behaves when the way to the node is not as it must be.</summary>
public sealed class NodeConnection
{
    private const string Record = "6f1f3f5e-0000-4000-8000-000000000001";

    [Fact]
    public async Task An_unavailable_node_is_asked_once_more_with_the_same_command_id()
    {
        var script = new Script { UnavailableCalls = 1 };
        script.Answer("PublishingService.SubmitRecord", $$"""{"recordId": "{{Record}}", "state": "in-clearance"}""");
        await using var node = await ScriptedNode.StartAsync(script);

        var (code, _, _) = await TestRun.OfAsync(node, "submit", Record, "--expected-version", "1");

        Assert.Equal(ExitCode.Done, code);
        Assert.Equal(2, script.Asked.Count);
        Assert.Single(script.Asked.Distinct());
    }

    [Fact]
    public async Task A_node_that_stays_unavailable_is_not_asked_a_third_time()
    {
        var script = new Script { UnavailableCalls = 10 };
        await using var node = await ScriptedNode.StartAsync(script);

        var (code, _, _) = await TestRun.OfAsync(node, "submit", Record, "--expected-version", "1");

        Assert.Equal(ExitCode.NotReachable, code);
        Assert.Equal(2, script.Asked.Count);
    }

    [Fact]
    public async Task A_node_under_another_root_is_told_nothing()
    {
        var script = new Script();
        await using var node = await ScriptedNode.StartAsync(script);
        var now = TimeProvider.System.GetUtcNow();
        using var other = TlsIssuer.CreateRoot("XB node root", now.AddHours(-1), now.AddHours(1));
        await File.WriteAllTextAsync(Path.Combine(node.Folder, "root.pem"), other.Certificate.ExportCertificatePem());

        var (code, _, error) = await TestRun.OfAsync(node, "node", "status");

        Assert.Equal(ExitCode.NotReachable, code);
        Assert.StartsWith("The node's certificate does not stand under the root of your profile", error);
        Assert.Empty(script.Asked);
    }

    [Fact]
    public async Task An_officer_under_the_same_root_cannot_pose_as_the_node()
    {
        var script = new Script();
        await using var node = await ScriptedNode.StartAsync(script, (root, from, until) =>
            TlsIssuer.IssueOfficer(root, "XA duty", from, until));

        var (code, _, _) = await TestRun.OfAsync(node, "node", "status");

        Assert.NotEqual(ExitCode.Done, code);
        Assert.Empty(script.Asked);
    }

    [Fact]
    public async Task A_name_in_the_certificate_does_not_matter_behind_a_forwarded_port()
    {
        var script = new Script();
        script.Answer("AdministrationService.GetNodeStatus", """{"designator": "XA"}""");
        await using var node = await ScriptedNode.StartAsync(script, (root, from, until) =>
            TlsIssuer.IssueNode(root, "XA officers", ["node.xa.example"], [IPAddress.Parse("192.0.2.1")], from, until));

        var (code, _, _) = await TestRun.OfAsync(node, "node", "status");

        Assert.Equal(ExitCode.Done, code);
    }

    [Fact]
    public async Task A_certificate_that_the_node_does_not_know_is_said_in_a_sentence()
    {
        var script = new Script();
        script.Answer("AdministrationService.GetNodeStatus", """{"refuse": {"code": 16}}""");
        await using var node = await ScriptedNode.StartAsync(script);

        var (code, _, error) = await TestRun.OfAsync(node, "node", "status");

        Assert.Equal(ExitCode.NotAllowed, code);
        Assert.Equal("The node does not know this officer's certificate.\n", error);
    }
}
