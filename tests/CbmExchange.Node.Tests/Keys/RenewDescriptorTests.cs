using System.Globalization;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Node.Home;
using CbmExchange.Node.Keys;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Startup;
using CbmExchange.Testing;

namespace CbmExchange.Node.Tests.Keys;

/// <summary>What <c>renew-descriptor</c> does to a home, and what it refuses.</summary>
public sealed class RenewDescriptorTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    /// <summary>What stands in the way of each write, so that the run ends there.</summary>
    public static TheoryData<string> Obstacles =>
        new() { "keys/checkpoint.v2.pem", "descriptors", "key-changes.json.new", "descriptor.bin.new" };

    [Fact]
    public async Task The_next_version_is_in_force_and_the_one_before_is_kept()
    {
        await using var home = await TestHome.MakeAsync(postgres);
        using var before = KeyRing.Read(home.Home, null);

        var run = await RenewAsync(
            home, "--rotate", "statement", "checkpoint", "--endpoint", "node.example:7444", "--valid-days", "90");

        Assert.True(run.ExitCode == 0, run.Errors);
        using var after = KeyRing.Read(home.Home, null);
        Assert.Equal(2, after.Descriptor.Body.Version);
        Assert.Equal(before.Descriptor.SignedBytes.ToArray(), after.Descriptors[0].SignedBytes.ToArray());
        Assert.Equal(["node.example:7444"], after.Descriptor.Body.Endpoints);
        Assert.Equal(["node.example:7444"], NodeSettings.Read(home.Home).Endpoints);
        Assert.Equal(90, (after.Descriptor.Body.ValidUntil - after.Descriptor.Body.ValidFrom).ToTimeSpan().TotalDays);
        Assert.NotEqual(before.Statement.Id, after.Statement.Id);
        Assert.Equal([before.Checkpoint.Id], after.EarlierCheckpoints.Select(key => key.Id));
        Assert.Equal(2, after.Changes.Length);
        Assert.Contains("Version 2 of the descriptor is made", run.Output, StringComparison.Ordinal);
        Assert.Contains("start the node. It tells every admitted peer by itself", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_is_kept_stays_valid_for_what_it_signed()
    {
        await using var home = await TestHome.MakeAsync(postgres);
        using var before = KeyRing.Read(home.Home, null);

        await RenewAsync(home);

        using var after = KeyRing.Read(home.Home, null);
        var (old, kept) = (Key(before), Key(after));
        Assert.Equal(old.NotBefore, kept.NotBefore);
        Assert.True(kept.NotAfter > old.NotAfter);
        Assert.Empty(after.Changes);

        PeerKey Key(KeyRing ring) => ring.Descriptor.Keys.Single(key => key.Key.Id == before.Checkpoint.Id);
    }

    [Theory]
    [MemberData(nameof(Obstacles))]
    public async Task A_run_that_ends_anywhere_leaves_the_version_in_force_and_can_be_repeated(string obstacle)
    {
        await using var home = await TestHome.MakeAsync(postgres);
        using var before = KeyRing.Read(home.Home, null);
        var path = Path.Combine(home.Home.Folder, obstacle);
        if (obstacle == "descriptors")
        {
            await File.WriteAllTextAsync(path, "");
        }
        else
        {
            Directory.CreateDirectory(path);
        }

        var ended = await RenewAsync(home, "--rotate", "statement", "checkpoint");

        Assert.NotEqual(0, ended.ExitCode);
        using (var still = KeyRing.Read(home.Home, null))
        {
            Assert.Equal(before.Descriptor.SignedBytes.ToArray(), still.Descriptor.SignedBytes.ToArray());
            Assert.Equal(before.Statement.Id, still.Statement.Id);
            Assert.Empty(still.Changes);
        }

        if (obstacle == "descriptors")
        {
            File.Delete(path);
        }
        else
        {
            Directory.Delete(path);
        }

        var repeated = await RenewAsync(home, "--rotate", "statement", "checkpoint");
        Assert.True(repeated.ExitCode == 0, repeated.Errors);
        using var after = KeyRing.Read(home.Home, null);
        Assert.Equal(2, after.Descriptor.Body.Version);
        Assert.Equal(2, after.Changes.Length);
    }

    [Fact]
    public async Task New_keys_are_encrypted_with_the_passphrase_and_nobody_else_reads_them()
    {
        await using var home = await TestHome.MakeAsync(postgres);
        using (var recovery = KeyFile.Read(home.Home.RecoveryKeyFile, KeyPurpose.Recovery, null))
        {
            new DescriptorRenewal(
                home.Home, OwnDescriptors.Read(home.Home), "a passphrase", TimeProvider.System.GetUtcNow())
            {
                Rotated = [KeyPurpose.Statement],
            }.Make(recovery);
        }

        var file = home.Home.KeyFile(KeyPurpose.Statement, 2);
        using var key = KeyFile.Read(file, KeyPurpose.Statement, "a passphrase");
        Assert.Throws<KeyFileException>(() => KeyFile.Read(file, KeyPurpose.Statement, null));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public async Task Every_fault_is_named_at_once()
    {
        await using var home = await TestHome.MakeAsync(postgres);
        File.Delete(home.Home.RecoveryKeyFile);

        var run = await RenewAsync(
            home, "--rotate", "statement", "tls-root", "recovery", "salt", "--valid-days", "731", "--endpoint", "here",
            "--compromised", "abc");

        Assert.NotEqual(0, run.ExitCode);
        string[] wanted =
        [
            "--rotate tls-root is not possible", "--rotate recovery is not possible", "--rotate \"salt\" is unknown",
            "--valid-days is \"731\"", "endpoints has \"here\"", "--compromised \"abc\" is no key",
            "--since is missing", "The recovery key",
        ];
        Assert.All(wanted, part => Assert.Contains(part, run.Errors, StringComparison.Ordinal));
        Assert.False(Directory.Exists(home.Home.DescriptorsFolder));
    }

    [Theory]
    [InlineData("2026-01-01", "--since is \"2026-01-01\"; write a time in UTC")]
    [InlineData("2999-01-01T00:00:00Z", "which is yet to come")]
    public async Task A_compromise_needs_a_moment_in_the_past(string since, string sentence)
    {
        await using var home = await TestHome.MakeAsync(postgres);
        using var ring = KeyRing.Read(home.Home, null);

        var run = await RenewAsync(home, "--compromised", ring.Statement.Id.Hex, "--since", since);

        Assert.Contains(sentence, run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_key_than_the_recovery_key_signs_no_descriptor()
    {
        await using var home = await TestHome.MakeAsync(postgres);

        var run = await RenewAsync(home, "--recovery-key", home.Home.StatementKeyFile);

        Assert.Contains("is not the recovery key of this participant", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_home_that_is_served_is_left_alone()
    {
        await using var home = await TestHome.MakeAsync(postgres);
        await using var node = await TestNode.StartAsync(home);

        var run = await RenewAsync(home);

        Assert.Contains("is served by another process already", run.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(home.Home.DescriptorsFolder));
    }

    [Fact]
    public async Task A_start_without_an_earlier_version_names_the_file()
    {
        await using var home = await TestHome.MakeAsync(postgres);
        await RenewAsync(home);
        File.Delete(home.Home.DescriptorVersionFile(1));

        var fault = Assert.Throws<StartupException>(() => KeyRing.Read(home.Home, null));

        Assert.Contains("descriptors/0001.bin is missing", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Certificates_that_ended_stop_the_start_until_they_are_renewed()
    {
        await using var home = await TestHome.MakeAsync(postgres);
        var later = new ShiftedTime(TimeSpan.FromDays(732));
        var fault = await Assert.ThrowsAsync<StartupException>(() => TestNode.StartAsync(home, later));

        var run = await ProgramRun.RunAsync(["renew-certificates", "--home", home.Home.Folder], later);

        Assert.Contains("renew-certificates", fault.Message, StringComparison.Ordinal);
        Assert.True(run.ExitCode == 0, run.Errors);

        // The certificates are in order now: what is left is that the database server does not live in that year.
        var clock = await Assert.ThrowsAsync<StartupException>(() => TestNode.StartAsync(home, later));
        Assert.Contains("the clock of its database server says", clock.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("certificate", clock.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_officer_keeps_its_key_and_its_place_when_certificates_are_renewed()
    {
        await using var home = await TestHome.MakeAsync(postgres, "XA", "--officer", "admin=node-admin");
        var old = await File.ReadAllTextAsync(home.Home.OfficerCertificateFile("admin"));

        var run = await ProgramRun.RunAsync(["renew-certificates", "--home", home.Home.Folder, "--valid-days", "100"]);

        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.NotEqual(old, await File.ReadAllTextAsync(home.Home.OfficerCertificateFile("admin")));
        await using var node = await TestNode.StartAsync(home);
        var status = await node.Administration("admin").GetNodeStatusAsync(new());
        Assert.Equal("admin", status.Officer);
        var end = TimeProvider.System.GetUtcNow().AddHours(-1).AddDays(100).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        Assert.Contains($"{home.Home.PeerCertificateFile} is valid until {end}", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_key_of_the_root_nothing_is_issued()
    {
        await using var home = await TestHome.MakeAsync(postgres);
        File.Delete(home.Home.RootKeyFile);
        var old = await File.ReadAllTextAsync(home.Home.PeerCertificateFile);

        var run = await ProgramRun.RunAsync(["renew-certificates", "--home", home.Home.Folder]);

        Assert.Contains("The key of the root may be kept elsewhere", run.Errors, StringComparison.Ordinal);
        Assert.Equal(old, await File.ReadAllTextAsync(home.Home.PeerCertificateFile));
    }

    private static Task<ProgramRun> RenewAsync(TestHome home, params string[] more) =>
        ProgramRun.RunAsync(["renew-descriptor", "--home", home.Home.Folder, .. more]);
}
