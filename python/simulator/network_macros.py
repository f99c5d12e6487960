"""Macros for networks, instances and load balancers, all made of ordinary API calls."""

from macro import macro, tags
from seeding import REGION


@macro
def net(c, a):
    p = a.get("as", "")
    p = p + "_" if p else ""
    n = a.get("name", "prod")
    base = a.get("cidr", "10.20")
    E = lambda op, **k: c.call("ec2", op, k)
    vpc = E("create_vpc", CidrBlock=base + ".0.0/16")["Vpc"]["VpcId"]
    E("create_tags", Resources=[vpc], Tags=tags(n))
    E("modify_vpc_attribute", VpcId=vpc, EnableDnsHostnames={"Value": True})
    s = {}
    for i, (k, az) in enumerate([("pub_a", "a"), ("pub_b", "b"), ("prv_a", "a"), ("prv_b", "b")]):
        s[k] = E("create_subnet", VpcId=vpc, CidrBlock=f"{base}.{i}.0/24", AvailabilityZone=REGION + az)[
            "Subnet"
        ]["SubnetId"]
        E("create_tags", Resources=[s[k]], Tags=tags(f"{n}-{'public' if k[:3] == 'pub' else 'private'}-{az}"))
        if k[:3] == "pub":
            E("modify_subnet_attribute", SubnetId=s[k], MapPublicIpOnLaunch={"Value": True})
    igw = E("create_internet_gateway")["InternetGateway"]["InternetGatewayId"]
    E("attach_internet_gateway", InternetGatewayId=igw, VpcId=vpc)
    rp = E("create_route_table", VpcId=vpc)["RouteTable"]["RouteTableId"]
    E("create_tags", Resources=[rp], Tags=tags(n + "-public"))
    E("create_route", RouteTableId=rp, DestinationCidrBlock="0.0.0.0/0", GatewayId=igw)
    rv = E("create_route_table", VpcId=vpc)["RouteTable"]["RouteTableId"]
    E("create_tags", Resources=[rv], Tags=tags(n + "-private"))
    nat = None
    if a.get("nat", True):
        eip = E("allocate_address", Domain="vpc")["AllocationId"]
        nat = E("create_nat_gateway", SubnetId=s["pub_a"], AllocationId=eip)["NatGateway"]["NatGatewayId"]
        if a.get("nat_route", True):
            E("create_route", RouteTableId=rv, DestinationCidrBlock="0.0.0.0/0", NatGatewayId=nat)
    for k in s:
        E("associate_route_table", RouteTableId=rp if k[:3] == "pub" else rv, SubnetId=s[k])
    nacl = E("describe_network_acls", Filters=[{"Name": "vpc-id", "Values": [vpc]}])["NetworkAcls"][0][
        "NetworkAclId"
    ]
    for k, v in dict(vpc=vpc, igw=igw, nat=nat, rt_pub=rp, rt_prv=rv, nacl=nacl, **s).items():
        c.bound[p + k] = v
    return vpc


def perm(x):
    pr, port, src = x[:3]
    fp, tp = port if isinstance(port, list) else (port, port)
    d = {"IpProtocol": str(pr)}
    if str(pr) != "-1":
        d.update(FromPort=fp, ToPort=tp)
    if str(src).startswith("sg-"):
        d["UserIdGroupPairs"] = [{"GroupId": src}]
    elif str(src).startswith("pl-"):
        d["PrefixListIds"] = [{"PrefixListId": src}]
    else:
        d["IpRanges"] = [{"CidrIp": src}]
    return d


@macro
def sg(c, a):
    E = lambda op, **k: c.call("ec2", op, k)
    g = E(
        "create_security_group",
        GroupName=a["name"],
        Description=a.get("desc", a["name"]),
        VpcId=a.get("vpc", c.bound.get("vpc")),
    )["GroupId"]
    if a.get("in"):
        E("authorize_security_group_ingress", GroupId=g, IpPermissions=[perm(x) for x in a["in"]])
    if "out" in a:
        E(
            "revoke_security_group_egress",
            GroupId=g,
            IpPermissions=[{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}],
        )
        if a["out"]:
            E("authorize_security_group_egress", GroupId=g, IpPermissions=[perm(x) for x in a["out"]])
    return g


@macro
def ec2(c, a):
    k = dict(
        ImageId=a.get("ami", "ami-12c6146b"),
        MinCount=1,
        MaxCount=1,
        InstanceType=a.get("type", "t3.medium"),
        SubnetId=a["subnet"],
        SecurityGroupIds=a.get("sgs", []),
        TagSpecifications=[{"ResourceType": "instance", "Tags": tags(a["name"], a.get("tags"))}],
    )
    k.update(a.get("extra", {}))
    if a.get("profile"):
        k["IamInstanceProfile"] = {"Name": a["profile"]}
    return c.call("ec2", "run_instances", k)["Instances"][0]["InstanceId"]


@macro
def alb(c, a):
    r = c.call(
        "elbv2",
        "create_load_balancer",
        dict(
            Name=a["name"],
            Subnets=a["subnets"],
            SecurityGroups=a.get("sgs", []),
            Scheme=a.get("scheme", "internet-facing"),
            Type=a.get("type", "application"),
        ),
    )["LoadBalancers"][0]
    c.bound[a["name"].replace("-", "_") + "_dns"] = r["DNSName"]
    c.bound[a["name"].replace("-", "_") + "_dim"] = r["LoadBalancerArn"].split("loadbalancer/")[1]
    return r["LoadBalancerArn"]


@macro
def tg(c, a):
    k = dict(
        Name=a["name"],
        Protocol=a.get("proto", "HTTP"),
        Port=a.get("port", 80),
        VpcId=a.get("vpc", c.bound.get("vpc")),
        TargetType=a.get("type", "instance"),
        HealthCheckPath=a.get("path", "/health"),
    )
    if k["Protocol"] in ("TCP", "TLS"):
        k.pop("HealthCheckPath")
    k.update(a.get("extra", {}))
    r = c.call("elbv2", "create_target_group", k)["TargetGroups"][0]["TargetGroupArn"]
    if a.get("targets"):
        c.call(
            "elbv2",
            "register_targets",
            dict(
                TargetGroupArn=r,
                Targets=[
                    {"Id": t} if not isinstance(t, list) else {"Id": t[0], "Port": t[1]} for t in a["targets"]
                ],
            ),
        )
    c.bound[a["name"].replace("-", "_") + "_dim"] = r.split(":")[-1]
    return r


@macro
def listener(c, a):
    k = dict(
        LoadBalancerArn=a["lb"],
        Port=a.get("port", 80),
        Protocol=a.get("proto", "HTTP"),
        DefaultActions=a.get("actions") or [{"Type": "forward", "TargetGroupArn": a["tg"]}],
    )
    if a.get("cert"):
        k["Certificates"] = [{"CertificateArn": a["cert"]}]
        k["SslPolicy"] = a.get("ssl", "ELBSecurityPolicy-TLS13-1-2-2021-06")
    return c.call("elbv2", "create_listener", k)["Listeners"][0]["ListenerArn"]
